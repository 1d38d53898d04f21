package io.helipod.adapters.storage.layer;

import io.helipod.core.error.EngineException.Unavailable;
import java.util.concurrent.Semaphore;

/**
 * The memory that decoders take which keep much of what they have written: what their input asks for is theirs, so only so much of it may
 * be out at once in the whole process. Whoever wants more waits until others have ended, or is interrupted. Thread-safe.
 */
final class DecoderMemory {
    /** MiB of the heap, by xz: as much as {@code xz -9} needs, once. */
    static final int XZ = 66;

    /** MiB outside the heap, by zstd windows larger than usual. */
    private static final int WINDOWS = 256;

    private static final Semaphore XZ_LEFT = new Semaphore(XZ, true);
    private static final Semaphore WINDOWS_LEFT = new Semaphore(WINDOWS, true);

    private DecoderMemory() {}

    /** Held until it is run; to be run once. */
    static Runnable xz() {
        return take(XZ_LEFT, XZ);
    }

    /**
     * The same for a window.
     *
     * @param bytes at most 128 MiB
     */
    static Runnable window(long bytes) {
        return take(WINDOWS_LEFT, Math.toIntExact((bytes >> 20) + 1));
    }

    private static Runnable take(Semaphore left, int mebibytes) {
        try {
            left.acquire(mebibytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while other layers are decompressed", e);
        }
        return () -> left.release(mebibytes);
    }
}
