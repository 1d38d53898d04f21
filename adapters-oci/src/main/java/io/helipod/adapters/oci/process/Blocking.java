package io.helipod.adapters.oci.process;

import io.helipod.core.error.EngineException.RuntimeFailed;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Platform threads for what blocks in native code: on a virtual thread it would keep the carrier. As many as are wanted; each waits for a
 * program with a time limit.
 */
public final class Blocking {
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("helipod-process-", 0).factory());

    private Blocking() {}

    /** Work on such a thread. */
    @FunctionalInterface
    public interface Task<T> {
        /** An IOException becomes RuntimeFailed. */
        T call() throws IOException;
    }

    /**
     * Does the work and waits for its end, interrupted or not: what it has begun, its caller may have to undo, so neither may run ahead of
     * the other.
     */
    public static <T> T call(Task<T> task) {
        try {
            return CompletableFuture.supplyAsync(() -> attempt(task), THREADS).join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private static <T> T attempt(Task<T> task) {
        try {
            return task.call();
        } catch (IOException e) {
            throw new RuntimeFailed("a program could not be run: " + e.getMessage(), 125);
        }
    }
}
