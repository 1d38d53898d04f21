package io.helipod.adapters.oci.registry;

import io.helipod.adapters.oci.RegistryConfig.Timing;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.registry.RegistryAccess;
import java.time.Duration;

/**
 * How often what failed for the moment is tried: shared by all requests that one transfer of a blob is made of, so that tries within tries do
 * not multiply. For one thread.
 */
final class Patience {
    private static final int MOST_DOUBLINGS = 6;
    private final int tries;
    private final Duration delay;
    private int failures;

    /**
     * @param tries in all, at least one
     * @param delay before the second; doubled for each further one
     */
    Patience(int tries, Duration delay) {
        this.tries = tries;
        this.delay = delay;
    }

    static Patience of(Timing timing, RegistryAccess access) {
        return new Patience(
                access.retries().map(count -> count + 1).orElse(timing.tries()),
                access.retryDelay().orElse(timing.backoff()));
    }

    /** Counts a failure; whether it may be tried again. */
    boolean allowsAnother() {
        failures++;
        return failures < tries;
    }

    /** How long to wait after the failures so far. */
    Duration delay() {
        return delay.multipliedBy(1L << Math.clamp(failures - 1, 0, MOST_DOUBLINGS));
    }

    /** Something came of it: what failed before does not count any more. */
    void forget() {
        failures = 0;
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
