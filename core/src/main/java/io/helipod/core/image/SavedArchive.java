package io.helipod.core.image;

import java.io.IOException;
import java.io.OutputStream;

/** Images about to be written; what they need is held until this is closed, whatever is removed meanwhile. For one thread. */
public interface SavedArchive extends AutoCloseable {
    /** Bytes that {@link #writeTo} writes. */
    long size();

    /**
     * Writes all, within bounded memory; once. Blocks as long as {@code out} does, and ends when the thread is interrupted.
     *
     * @throws IOException when {@code out} fails
     */
    void writeTo(OutputStream out) throws IOException;

    @Override
    void close();
}
