package io.helipod.adapters.oci.registry;

import io.helipod.adapters.oci.RegistryConfig.Timing;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.registry.RegistryAccess;
import java.time.Duration;

/**
 * How often what failed for the moment is tried.
 *
 * @param tries in all, at least one
 * @param delay before the second; doubled for each further one
 */
record Patience(int tries, Duration delay) {
    private static final int MOST_DOUBLINGS = 6;

    static Patience of(Timing timing, RegistryAccess access) {
        return new Patience(
                access.retries().map(count -> count + 1).orElse(timing.tries()),
                access.retryDelay().orElse(timing.backoff()));
    }

    /** Whether it may be tried again after so many failures. */
    boolean allows(int failures) {
        return failures < tries;
    }

    /** How long to wait after so many failures. */
    Duration after(int failures) {
        return delay.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    }

    /** Waits; ends when the thread is interrupted. */
    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("the transfer was interrupted", e);
        }
    }
}
