package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.image.Descriptor;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ContentStore.BlobWriter;
import io.helipod.core.spi.storage.LayerStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Compresses layers that are stored uncompressed, always to the same bytes. */
final class LayerGzip {
    private static final int BUFFER = 1 << 16;
    private final ContentStore content;

    LayerGzip(ContentStore content) {
        this.content = content;
    }

    /**
     * The layer compressed with gzip, or itself if it is compressed.
     *
     * @param source opens the layer
     * @param pins hold the blob that is made
     */
    Descriptor compressed(Descriptor layer, LayerStore.BlobSource source, Collector.Pins pins) {
        return compressedType(layer.mediaType())
                .map(type -> compress(layer, source, type, pins))
                .orElse(layer);
    }

    /** The type that an uncompressed layer has when it is compressed. */
    private static Optional<String> compressedType(String type) {
        if (!type.endsWith(".tar")) {
            return Optional.empty();
        }
        return Optional.of(type + (type.startsWith("application/vnd.docker.") ? ".gzip" : "+gzip"));
    }

    private Descriptor compress(Descriptor layer, LayerStore.BlobSource source, String type, Collector.Pins pins) {
        try (InputStream in = source.open();
                BlobWriter writer = content.begin()) {
            try (OutputStream out = new GZIPOutputStream(new BlobOutput(writer), BUFFER)) {
                long unused = in.transferTo(out);
            }
            return new Descriptor(type, pins.commit(writer), writer.size());
        } catch (IOException e) {
            throw new StorageFailed("cannot compress layer " + layer.digest() + ": " + e.getMessage(), e);
        }
    }
}
