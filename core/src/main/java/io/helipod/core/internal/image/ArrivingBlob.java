package io.helipod.core.internal.image;

import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.spi.storage.ContentStore.BlobWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * A blob as it comes from a registry: whatever is read of it goes into the content store as well, so that it can be unpacked while it
 * arrives. Who reads it may close it early; its owner then {@link #drain drains} it. What went wrong on the way is kept, for those
 * who read take every failure for a broken archive.
 */
final class ArrivingBlob extends InputStream {
    private static final int BUFFER = 1 << 16;
    private final InputStream network;
    private final BlobWriter writer;
    private final LongConsumer arrived;
    private Optional<RuntimeException> failure = Optional.empty();

    /**
     * @param network closed by the owner
     * @param arrived hears how many bytes of the blob are here
     */
    ArrivingBlob(InputStream network, BlobWriter writer, LongConsumer arrived) {
        this.network = network;
        this.writer = writer;
        this.arrived = arrived;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (failure.isPresent()) {
            throw failure.get();
        }
        try {
            int count = network.read(bytes, offset, length);
            if (count > 0) {
                writer.write(bytes, offset, count);
                arrived.accept(writer.size());
            }
            return count;
        } catch (ClosedByInterruptException e) {
            throw failed(new Unavailable("the transfer was interrupted", e));
        } catch (IOException e) {
            writer.discard(); // the disk may be full: give back what this took of it
            throw failed(new StorageFailed("cannot store a blob: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            throw failed(e);
        }
    }

    private RuntimeException failed(RuntimeException cause) {
        failure = Optional.of(cause);
        return cause;
    }

    /** What ended the arrival early, if anything did. */
    Optional<RuntimeException> failure() {
        return failure;
    }

    /** Lets the rest arrive. */
    void drain() {
        byte[] buffer = new byte[BUFFER];
        try {
            while (read(buffer, 0, buffer.length) >= 0) {
                // until the end
            }
        } catch (IOException e) {
            throw new IllegalStateException("read gives unchecked exceptions only", e);
        }
    }

    /** Does nothing: who unpacks may have had enough before the end. */
    @Override
    public void close() {}
}
