package io.helipod.core.internal.work;

import io.helipod.core.error.EngineException.Unavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Platform threads for what keeps a processor or the kernel busy: unpacking, hashing, mounting, removing trees. On virtual
 * threads such work starves every other request of the few carriers; here the operating system shares the processors out.
 */
public final class Work implements AutoCloseable {
    private final ExecutorService threads;

    /**
     * @param most threads at once; further work waits
     */
    public Work(int most) {
        this.threads = Executors.newFixedThreadPool(
                most, Thread.ofPlatform().daemon().name("helipod-work-", 0).factory());
    }

    /**
     * Does the work on a platform thread and waits for its end, interrupted or not: what the work has begun, its caller may have
     * to undo, so neither may run ahead of the other.
     */
    public <T> T call(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, threads).join();
        } catch (RejectedExecutionException e) {
            throw new Unavailable("the engine is shutting down", e);
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    /** The same for work without result. */
    public void run(Runnable work) {
        call(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
