package io.helipod.core.internal.work;

import io.helipod.core.error.EngineException.Unavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Work that keeps a processor busy and waits for a client in turns: on a platform thread of its own, so that it neither keeps virtual
 * threads from running nor holds a worker for as long as the client likes.
 */
public final class OwnThread {
    private OwnThread() {}

    /** Work that reads or writes a stream. */
    @FunctionalInterface
    public interface StreamWork {
        void run() throws IOException;
    }

    /** Does the work and waits for its end. Interrupting the caller, before or meanwhile, interrupts the work, and still waits for it. */
    public static void run(String name, StreamWork work) throws IOException {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        boolean interrupted = Thread.currentThread().isInterrupted();
        Thread thread = Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                if (interrupted) {
                    Thread.currentThread().interrupt(); // the join below may come too late for short work
                }
                work.run();
                end.complete(true);
            } catch (Throwable e) { // the caller throws it again
                end.completeExceptionally(e);
            }
        });
        join(thread);
        try {
            boolean unused = end.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    /** The same for work with a result and without a stream. */
    public static <T> T call(String name, Supplier<T> work) {
        List<T> result = new ArrayList<>();
        try {
            run(name, () -> result.add(work.get()));
        } catch (IOException e) {
            throw new IllegalStateException("the work reads and writes no stream", e);
        }
        return result.getFirst();
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the work if its thread was interrupted. */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new Unavailable("the work was interrupted", new InterruptedException());
        }
    }
}
