package io.helipod.core.spi.storage;

import io.helipod.core.id.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/**
 * Driven port: blobs by digest, in an OCI image layout (image-layout.md). Thread-safe. Failures are StorageFailed.
 *
 * <p>A blob is there whole and verified, or not at all; what an interrupted writer left is gone at the next open.
 */
public interface ContentStore {
    /** Opens a place for a blob to come. Closing the writer without commit gives the space back. */
    BlobWriter begin();

    /** The blob's bytes; NotFound(BLOB) when it is not there. The caller closes. */
    InputStream open(Digest digest);

    /** Its size in bytes, or empty when it is not there. */
    OptionalLong size(Digest digest);

    /** Removes it; false when it was not there. */
    boolean delete(Digest digest);

    /** Every blob there is. */
    List<Digest> list();

    /** A blob on its way in; for one thread. */
    interface BlobWriter extends AutoCloseable {
        /** Takes the next bytes. */
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** How many bytes came so far. */
        long size();

        /** Ends the blob: durable and visible under its SHA-256 when this returns. A blob that was there already stays. */
        Digest commit();

        @Override
        void close();
    }
}
