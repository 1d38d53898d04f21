package io.helipod.adapters.storage.file;

import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.Unavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that this process owns a folder. A POSIX record lock: the kernel gives it back when the process ends, however it ends, and
 * children never inherit it. The file's text says who holds it; it is for people, only the lock decides.
 */
public final class OwnerLock implements AutoCloseable {
    /**
     * Lock files held by this process. A second descriptor must not even be opened here: closing it would drop the lock
     * (fcntl(2), "Advisory record locking").
     */
    private static final Map<Path, String> HELD = new ConcurrentHashMap<>();

    private final Path file;
    private final FileChannel channel;

    private OwnerLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @param file made when missing; its folder is there
     * @throws Unavailable when another service, or this process, holds it
     */
    public static OwnerLock take(Path file, Instant now) {
        String owner = "pid " + ProcessHandle.current().pid() + " since " + now;
        try {
            Path folder = file.resolveSibling(".").toRealPath();
            Path real = folder.resolve(file.getFileName());
            String other = HELD.putIfAbsent(real, owner);
            if (other != null) {
                throw new Unavailable("storage " + folder + " is in use by this process, " + other);
            }
            boolean taken = false;
            try {
                FileChannel channel = FileChannel.open(
                        real,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                try {
                    FileLock lock = channel.tryLock();
                    if (lock == null) {
                        throw new Unavailable("storage " + folder + " is in use by another service, " + holder(real));
                    }
                    channel.truncate(0);
                    channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.UTF_8)), 0);
                    taken = true;
                    return new OwnerLock(real, channel);
                } finally {
                    if (!taken) {
                        channel.close();
                    }
                }
            } finally {
                if (!taken) {
                    HELD.remove(real);
                }
            }
        } catch (OverlappingFileLockException e) {
            throw new Unavailable("storage lock " + file + " is held by this process", e);
        } catch (IOException e) {
            throw new StorageFailed("cannot lock " + file + ": " + e.getMessage(), e);
        }
    }

    private static String holder(Path file) throws IOException {
        String text = Files.readString(file);
        return text.isEmpty() ? "which does not say who it is" : text;
    }

    @Override
    public void close() {
        try {
            channel.truncate(0);
            channel.close();
        } catch (IOException e) {
            throw new StorageFailed("cannot release " + file, e);
        } finally {
            HELD.remove(file);
        }
    }
}
