package io.helipod.adapters.storage.content;

import io.helipod.core.error.EngineException.StorageFailed;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much may still be written. Thread-safe.
 *
 * @param disk found once: the JDK reads every mount of the machine for that, and each container adds some
 * @param folder said in failures
 * @param reserve bytes that are left free
 */
record DiskRoom(FileStore disk, Path folder, long reserve) {
    static DiskRoom of(Path folder, long reserve) throws IOException {
        return new DiskRoom(Files.getFileStore(folder), folder, reserve);
    }

    /** StorageFailed that is full, when there is no room for so many bytes. */
    void require(long bytes) {
        try {
            if (bytes > disk.getUsableSpace() - reserve) {
                throw StorageFailed.full(
                        "no space left for " + bytes + " bytes of a blob: " + reserve + " bytes have to stay free",
                        null);
            }
        } catch (IOException e) {
            throw new StorageFailed("cannot look at the disk below " + folder + ": " + e, e);
        }
    }
}
