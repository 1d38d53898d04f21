package io.helipod.adapters.oci.log;

import io.helipod.core.error.EngineException.StorageFailed;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes followers when something in the folder of their log changes; one kernel watch and one thread for all of them. */
final class LogWatch implements AutoCloseable {
    private final WatchService service;
    private final Map<Path, Folder> folders = new HashMap<>();

    private record Folder(WatchKey key, Set<Follower> followers) {}

    LogWatch() {
        try {
            service = FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            throw new StorageFailed("log files cannot be watched", e);
        }
        Thread.ofPlatform().daemon().name("helipod-logs").start(this::run);
    }

    /** One who waits; close it when done. */
    final class Follower implements AutoCloseable {
        private final Path folder;
        private final Semaphore changed = new Semaphore(0);

        private Follower(Path folder) {
            this.folder = folder;
        }

        /** Returns after the next change, or after the time. */
        void await(long millis) throws InterruptedException {
            boolean unused = changed.tryAcquire(millis, TimeUnit.MILLISECONDS);
            changed.drainPermits();
        }

        @Override
        public void close() {
            synchronized (folders) {
                Folder one = folders.get(folder);
                if (one != null
                        && one.followers().remove(this)
                        && one.followers().isEmpty()) {
                    one.key().cancel();
                    folders.remove(folder);
                }
            }
        }
    }

    /** Wakes the follower at changes in the folder; only by its time limits where there is no such folder yet. */
    Follower follow(Path folder) {
        Follower follower = new Follower(folder);
        synchronized (folders) {
            Folder one = folders.get(folder);
            if (one == null) {
                try {
                    one = new Folder(
                            folder.register(
                                    service,
                                    StandardWatchEventKinds.ENTRY_MODIFY,
                                    StandardWatchEventKinds.ENTRY_CREATE),
                            new HashSet<>());
                } catch (NoSuchFileException | NotDirectoryException e) {
                    return follower;
                } catch (IOException e) {
                    throw new StorageFailed("folder " + folder + " cannot be watched", e);
                }
                folders.put(folder, one);
            }
            one.followers().add(follower);
        }
        return follower;
    }

    private void run() {
        try {
            while (true) {
                WatchKey key = service.take();
                key.pollEvents();
                key.reset();
                synchronized (folders) {
                    folders.values().stream()
                            .filter(one -> one.key() == key)
                            .forEach(one -> one.followers().forEach(follower -> follower.changed.release()));
                }
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // closed: followers wake by their time limits
        }
    }

    @Override
    public void close() {
        try {
            service.close();
        } catch (IOException e) {
            throw new StorageFailed("the watch of log files could not be closed", e);
        }
    }
}
