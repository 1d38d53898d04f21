package io.helipod.core.spi.registry;

import io.helipod.core.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A blob to be pushed.
 *
 * @param source its bytes
 * @param mountFrom paths of repositories of the same registry that may have it
 * @param listener hears how many bytes have gone
 */
public record BlobUpload(Descriptor blob, Source source, List<String> mountFrom, Listener listener) {
    public BlobUpload {
        mountFrom = List.copyOf(mountFrom);
    }

    /** Opens the blob from its start; the caller closes. Asked again for every try. */
    @FunctionalInterface
    public interface Source {
        InputStream open() throws IOException;

        /** The same from a byte on. Who can begin there without fetching what comes before, should. */
        default InputStream open(long from) throws IOException {
            InputStream in = open();
            try {
                in.skipNBytes(from);
                return in;
            } catch (IOException | RuntimeException e) {
                in.close();
                throw e;
            }
        }
    }

    /** Hears how far an upload is. Called by the uploading thread or one of the HTTP client's. */
    @FunctionalInterface
    public interface Listener {
        /** So many bytes in all have been sent; less than before when a part is sent again. */
        void sent(long bytes);
    }
}
