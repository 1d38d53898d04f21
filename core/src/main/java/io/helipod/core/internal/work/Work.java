package io.helipod.core.internal.work;

import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.Unavailable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

    /** Does the work on a platform thread and waits for it; an interrupt of the caller is passed on. */
    public <T> T call(Supplier<T> work) {
        Future<T> result;
        try {
            result = threads.submit(work::get);
        } catch (RejectedExecutionException e) {
            throw new Unavailable("the engine is shutting down", e);
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while waiting", e);
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    /** The same for work without result. */
    public void run(Runnable work) {
        this.<Boolean>call(() -> {
            work.run();
            return Boolean.TRUE;
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static RuntimeException rethrown(@Nullable Throwable cause) {
        return switch (cause) {
            case EngineException e -> e;
            case RuntimeException e -> e;
            case Error e -> throw e;
            case null, default -> new IllegalStateException(cause);
        };
    }
}
