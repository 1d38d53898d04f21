package io.helipod.core.internal.work;

import io.helipod.core.error.EngineException.Unavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Work that waits for a network and keeps a processor busy in turns: on platform threads of its own, so that a slow peer holds up
 * nothing else, and so many at once for each piece of work.
 */
public final class Parallel {
    private final int most;

    /**
     * @param most threads at once
     */
    public Parallel(int most) {
        this.most = most;
    }

    /**
     * Runs all tasks and gives their results in order. At the first failure, or when the caller is interrupted, the others are
     * interrupted; either way all have ended when this returns.
     */
    public <T> List<T> all(List<? extends Callable<T>> tasks) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(most, tasks.size()),
                Thread.ofPlatform().daemon().name("helipod-transfer-", 0).factory());
        try {
            CompletionService<T> ended = new ExecutorCompletionService<>(threads);
            List<Future<T>> futures = new ArrayList<>();
            tasks.forEach(task -> futures.add(ended.submit(task)));
            for (int i = 0; i < tasks.size(); i++) {
                Future<T> unused = check(ended.take());
            }
            return futures.stream().map(Future::resultNow).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the transfer was interrupted", e);
        } finally {
            end(threads);
        }
    }

    private static <T> Future<T> check(Future<T> future) throws InterruptedException {
        try {
            T unused = future.get();
            return future;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException("tasks throw unchecked exceptions only", e);
            }
        }
    }

    /** Waits for the end of what was interrupted, so that nobody tidies up below its feet. */
    private static void end(ExecutorService threads) {
        threads.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, java.util.concurrent.TimeUnit.DAYS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
