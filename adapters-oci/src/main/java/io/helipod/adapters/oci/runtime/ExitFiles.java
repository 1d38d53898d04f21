package io.helipod.adapters.oci.runtime;

import io.helipod.core.container.ExitStatus;
import io.helipod.core.error.EngineException.StorageFailed;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Learns of ends from the files the monitors write, one file a process. One thread watches the folders; once a second it also looks
 * for processes whose monitor died without a word.
 */
final class ExitFiles implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ExitFiles.class.getName());
    private final ConcurrentHashMap<Path, Awaited> awaited = new ConcurrentHashMap<>();
    private final WatchService watch;

    /**
     * @param lost whether neither the process nor its monitor is there any more
     */
    private record Awaited(ExitFile exit, BooleanSupplier lost, CompletableFuture<ExitStatus> future) {}

    ExitFiles() {
        try {
            this.watch = FileSystems.getDefault().newWatchService();
        } catch (IOException e) {
            throw new StorageFailed("exit files cannot be watched", e);
        }
        Thread.ofPlatform().daemon().name("helipod-exits").start(this::run);
    }

    /** Notices files that come into the folder at once instead of within a second; the watch ends with the folder. */
    void watch(Path folder) {
        try {
            WatchKey unused =
                    folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
        } catch (IOException e) {
            throw new StorageFailed("folder " + folder + " cannot be watched", e);
        } catch (ClosedWatchServiceException e) {
            LOG.log(System.Logger.Level.DEBUG, "nobody waits any more", e);
        }
    }

    CompletableFuture<ExitStatus> await(ExitFile exit, BooleanSupplier lost) {
        Awaited one = awaited.computeIfAbsent(exit.file(), key -> new Awaited(exit, lost, new CompletableFuture<>()));
        look(one); // it may have ended before it was awaited
        return one.future();
    }

    /** The process is going to run again, or is gone: nobody may wait for it for ever. */
    void forget(ExitFile exit) {
        Awaited one = awaited.remove(exit.file());
        if (one != null && !one.future().isDone()) {
            one.future().complete(exit.read().orElseGet(exit::lostNow));
        }
        exit.delete();
    }

    private static void look(Awaited one) {
        one.exit().read().ifPresent(one.future()::complete);
    }

    private void run() {
        try {
            long nextSweep = System.nanoTime();
            while (true) {
                WatchKey key = watch.poll(1, TimeUnit.SECONDS);
                if (key != null) {
                    for (WatchEvent<?> event : key.pollEvents()) {
                        if (event.context() instanceof Path name && key.watchable() instanceof Path folder) {
                            Awaited one = awaited.get(folder.resolve(name));
                            if (one != null) {
                                lookAfter(one, false);
                            }
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
        awaited.values().forEach(one -> {
            if (!one.future().isDone()) {
                lookAfter(one, true);
            }
        });
    }

    /** Whatever one process's file does, the others are still looked after; also when there is no memory at the moment. */
    private static void lookAfter(Awaited one, boolean whetherLost) {
        try {
            look(one);
            if (whetherLost && one.lost().getAsBoolean()) {
                look(one); // the monitor's last deed may have been the file
                one.future().complete(one.exit().lostNow());
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "the process of " + one.exit().file() + " could not be looked after",
                    e);
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
