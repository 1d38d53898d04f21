package io.helipod.adapters.oci.runtime;

import io.helipod.core.container.ExitStatus;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.ContainerId;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Learns of ends from the files the monitors write, one file a container. One thread watches the folder; once a second it also looks
 * for containers whose monitor died without a word.
 */
final class ExitFiles implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ExitFiles.class.getName());
    private static final int LOST = 255;
    private final RuntimePaths paths;
    private final Predicate<ContainerId> lost;
    private final ConcurrentHashMap<ContainerId, CompletableFuture<ExitStatus>> awaited = new ConcurrentHashMap<>();
    private final WatchService watch;

    /**
     * @param lost whether neither the container's process nor its monitor is there any more
     */
    ExitFiles(RuntimePaths paths, Predicate<ContainerId> lost) {
        this.paths = paths;
        this.lost = lost;
        try {
            this.watch = FileSystems.getDefault().newWatchService();
            WatchKey unused = paths.exits()
                    .register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
        } catch (IOException e) {
            throw new StorageFailed("the folder of exit files cannot be watched", e);
        }
        Thread.ofPlatform().daemon().name("helipod-exits").start(this::run);
    }

    CompletableFuture<ExitStatus> await(ContainerId id) {
        CompletableFuture<ExitStatus> future = awaited.computeIfAbsent(id, key -> new CompletableFuture<>());
        look(id); // it may have ended before it was awaited
        return future;
    }

    /** The container is going to run again, or is gone. */
    void forget(ContainerId id) {
        CompletableFuture<ExitStatus> future = awaited.remove(id);
        if (future != null && !future.isDone()) {
            // ended by force: nobody may wait for it for ever
            future.complete(read(id).orElseGet(() -> new ExitStatus(LOST, false, Instant.now())));
        }
        try {
            Files.deleteIfExists(paths.exit(id));
        } catch (IOException e) {
            throw new StorageFailed("the exit file of container " + id + " could not be removed", e);
        }
    }

    Optional<ExitStatus> read(ContainerId id) {
        Path file = paths.exit(id);
        try {
            String text = Files.readString(file).strip();
            if (!text.matches("-?[0-9]{1,9}")) {
                return Optional.empty(); // being written
            }
            Instant at = Files.getLastModifiedTime(file).toInstant();
            return Optional.of(new ExitStatus(Integer.parseInt(text) & 0xff, Files.exists(paths.oom(id)), at));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StorageFailed("the exit file of container " + id + " could not be read", e);
        }
    }

    private void look(ContainerId id) {
        read(id).ifPresent(exit -> complete(id, exit));
    }

    private void complete(ContainerId id, ExitStatus exit) {
        CompletableFuture<ExitStatus> future = awaited.get(id);
        if (future != null) {
            future.complete(exit);
        }
    }

    private void run() {
        try {
            long nextSweep = System.nanoTime();
            while (true) {
                WatchKey key = watch.poll(1, TimeUnit.SECONDS);
                if (key != null) {
                    for (WatchEvent<?> event : key.pollEvents()) {
                        if (event.context() instanceof Path name
                                && name.toString().matches("[0-9a-f]{64}")) {
                            lookAfter(new ContainerId(name.toString()), false);
                        }
                    }
                    key.reset();
                }
                if (System.nanoTime() - nextSweep >= 0) {
                    sweep();
                    nextSweep = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
                }
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            // closed: nobody waits any more
        }
    }

    private void sweep() {
        awaited.forEach((id, future) -> {
            if (!future.isDone()) {
                lookAfter(id, true);
            }
        });
    }

    /** Whatever one container's file does, the others are still looked after. */
    private void lookAfter(ContainerId id, boolean whetherLost) {
        try {
            look(id);
            if (whetherLost && lost.test(id)) {
                look(id); // the monitor's last deed may have been the file
                complete(id, new ExitStatus(LOST, false, Instant.now()));
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "container " + id + " could not be looked after", e);
        }
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing the watch failed", e);
        }
    }
}
