package io.helipod.core.spi.image;

import io.helipod.core.id.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** An archive whose files are known, about to be written. */
public interface OutgoingArchive {
    /** Gives the files of an archive. */
    @FunctionalInterface
    interface BlobSource {
        /** Opens the file with this digest; the caller closes. */
        InputStream open(Digest digest) throws IOException;
    }

    /** Bytes that {@link #writeTo} writes. */
    long size();

    /**
     * Writes all; {@code out} is not closed.
     *
     * @param blobs of exactly the sizes that were said; StorageFailed otherwise
     */
    void writeTo(OutputStream out, BlobSource blobs) throws IOException;
}
