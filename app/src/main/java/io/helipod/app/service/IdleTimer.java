package io.helipod.app.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs an action once, when no connection was in use for a while (behaviour.md 28, idle tracker). Hijacked
 * and streaming connections count until they end. Thread-safe.
 */
final class IdleTimer implements Closing {
    private final Duration idle;
    private final Runnable action;
    private final ScheduledExecutorService clock;
    private int connections;
    private Optional<ScheduledFuture<?>> alarm = Optional.empty();

    /**
     * @param idle more than zero
     * @param action runs on the timer's own thread
     */
    IdleTimer(Duration idle, Runnable action) {
        this.idle = idle;
        this.action = action;
        this.clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("idle-timer").factory());
    }

    /** Begins to count; called once, when connections are possible. */
    synchronized void start() {
        if (connections == 0 && alarm.isEmpty()) {
            arm();
        }
    }

    /** A connection sent its first byte. */
    synchronized void active() {
        connections++;
        alarm.ifPresent(set -> set.cancel(false));
    }

    /** A connection that was active ended. */
    synchronized void closed() {
        connections--;
        if (connections == 0 && !clock.isShutdown()) {
            arm();
        }
    }

    @Override
    public synchronized void close() {
        clock.shutdownNow();
    }

    private void arm() {
        alarm = Optional.of(clock.schedule(this::expire, idle.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void expire() {
        synchronized (this) {
            // a connection may have come while the alarm went off
            if (connections > 0) {
                return;
            }
        }
        action.run();
    }
}
