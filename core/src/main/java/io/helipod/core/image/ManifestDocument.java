package io.helipod.core.image;

import java.util.List;
import java.util.Optional;

/** What a manifest says (OCI image spec, manifest.md and image-index.md; Docker manifest v2 schema 2). */
public sealed interface ManifestDocument {
    /** Its media type: that which it was served with, else its own word. */
    String mediaType();

    /**
     * One image.
     *
     * @param layers lowest first
     */
    record Image(String mediaType, Descriptor config, List<Descriptor> layers) implements ManifestDocument {
        public Image {
            layers = List.copyOf(layers);
        }
    }

    /** Images for several platforms. */
    record Index(String mediaType, List<Entry> entries) implements ManifestDocument {
        public Index {
            entries = List.copyOf(entries);
        }
    }

    /**
     * An image in an index.
     *
     * @param platform absent when the index does not say
     */
    record Entry(Descriptor manifest, Optional<Platform> platform) {}
}
