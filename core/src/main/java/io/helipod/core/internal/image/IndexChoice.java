package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageIndex;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ManifestDocument;
import io.helipod.core.image.Platform;
import io.helipod.core.spi.image.ImageCodec;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Reads the manifest lists that are here, and says which image of one this engine runs. */
public final class IndexChoice {
    private final ImageStore images;
    private final ContentStore content;
    private final ImageCodec codec;
    private final Platform own;

    /** @param own the engine's platform */
    public IndexChoice(ImageStore images, ContentStore content, ImageCodec codec, Platform own) {
        this.images = images;
        this.content = content;
        this.codec = codec;
        this.own = own;
    }

    /** What the list says. */
    ImageIndex read(ImageRecord list) {
        Descriptor manifest = list.manifest();
        try (InputStream in = content.open(manifest.digest())) {
            return codec.readIndex(in.readNBytes(Registry.MOST_MANIFEST_BYTES), manifest.mediaType());
        } catch (IOException e) {
            throw new StorageFailed("manifest list " + list.id() + " could not be read", e);
        }
    }

    /** The image of the list that runs here, if it is here. */
    Optional<ImageRecord> of(ImageRecord list) {
        return instance(read(list))
                .flatMap(one -> images.withManifest(one.manifest().digest()));
    }

    /** The instance that runs here. */
    Optional<ImageIndex.Instance> instance(ImageIndex index) {
        List<ManifestDocument.Entry> entries = index.instances().stream()
                .map(one -> new ManifestDocument.Entry(
                        one.manifest(), one.platform().platform()))
                .toList();
        return PlatformChoice.choose(entries, own)
                .map(chosen -> index.instances().get(entries.indexOf(chosen)));
    }
}
