package io.helipod.core.image;

import io.helipod.core.id.Digest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an image was pulled as. Repositories may have manifests of their own for the same config, with layers compressed otherwise: who
 * pinned one by its digest, or pushes a name on, means that one.
 *
 * @param reference full name with tag, or {@code repository@digest}
 * @param manifest whose bytes lie in the content store, as those of all that follow
 * @param index the manifest was chosen from; absent when the reference points to the manifest itself
 * @param layers as the manifest lists them
 */
public record ImageOrigin(String reference, Descriptor manifest, Optional<Descriptor> index, List<Descriptor> layers) {
    public ImageOrigin {
        layers = List.copyOf(layers);
    }

    /** Registry and path. */
    public String repository() {
        return ImageReference.parseFull(reference).repository();
    }

    /** Whether it was pulled by digest, so that it is known without a tag. */
    boolean byDigest() {
        return reference.indexOf('@') >= 0;
    }

    /** What a digest may be that means this: its index's, its manifest's. */
    public Stream<Digest> manifests() {
        return Stream.concat(index.stream(), Stream.of(manifest))
                .map(Descriptor::digest)
                .distinct();
    }

    Stream<Digest> blobs() {
        return Stream.concat(manifests(), layers.stream().map(Descriptor::digest));
    }
}
