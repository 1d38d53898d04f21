package io.helipod.core.spi.storage;

import io.helipod.core.id.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/**
 * Driven port: blobs by digest, in an OCI image layout (image-layout.md). Thread-safe. Failures are StorageFailed.
 *
 * <p>A blob is there whole and verified, or not at all. What an interrupted writer left is gone at the next open, unless the blob's
 * digest was known when it was begun: then it is a part, which a later writer goes on with.
 */
public interface ContentStore {
    /** Opens a place for a blob to come. Closing the writer without commit gives the space back. */
    BlobWriter begin();

    /**
     * Opens the place of a blob whose digest is known, with what came of it before: {@link BlobWriter#size()} says how much. Closing
     * the writer without commit keeps the part, also over a restart; {@link BlobWriter#discard()} gives its space back. Only one
     * writer of a blob at a time; a second one is StorageFailed.
     *
     * @param digest a SHA-256; others are NotSupported
     */
    BlobWriter resume(Digest digest);

    /**
     * Commits several blobs, quicker than one by one. When it fails, those before the one that failed may be there.
     *
     * @return their digests, in order
     */
    List<Digest> commit(List<BlobWriter> blobs);

    /** Gives back the space of parts that nobody writes and that were last written before this time. */
    void dropParts(Instant before);

    /** Gives back the space of what there is of a blob that is not whole, unless somebody writes it. */
    void dropPart(Digest digest);

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
        /**
         * Says how many bytes are to come.
         *
         * @throws io.helipod.core.error.EngineException.StorageFailed that is full, when there is no room for them
         */
        void expect(long bytes);

        /** Takes the next bytes; StorageFailed that is full when the disk is as full as it may get. */
        void write(byte[] bytes, int offset, int length) throws IOException;

        /** How many bytes came so far. */
        long size();

        /** What the blob is as far as it came. */
        Digest digest();

        /**
         * Ends the blob: durable and visible under its SHA-256 when this returns. A blob that was there already stays.
         *
         * @throws io.helipod.core.error.EngineException.InvalidArgument when it is not the blob that was to be resumed; its part is gone
         */
        Digest commit();

        /** Ends the writing and gives all space back. */
        void discard();

        @Override
        void close();
    }
}
