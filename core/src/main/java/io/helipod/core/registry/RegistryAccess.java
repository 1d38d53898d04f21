package io.helipod.core.registry;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.time.Duration;
import java.util.Optional;

/**
 * How a request wants registries spoken to.
 *
 * @param auth credentials that came with it
 * @param tlsVerify whether to insist on a registry's certificate; absent: as registries.conf says
 * @param retries how often what failed for the moment is tried again, at most {@value #MOST_RETRIES} times; absent: a few times
 * @param retryDelay before the first of them, doubled for each further one, at most an hour; absent: a short one
 */
public record RegistryAccess(
        RegistryAuth auth, Optional<Boolean> tlsVerify, Optional<Integer> retries, Optional<Duration> retryDelay) {
    /** As configured. */
    public static final RegistryAccess DEFAULT = of(RegistryAuth.NONE, Optional.empty());

    private static final int MOST_RETRIES = 100;
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);

    public RegistryAccess {
        if (retries.filter(count -> count < 0 || count > MOST_RETRIES).isPresent()) {
            throw new InvalidArgument("retry is not between 0 and " + MOST_RETRIES);
        }
        if (retryDelay
                .filter(delay -> delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0)
                .isPresent()) {
            throw new InvalidArgument("the delay of a retry is not between 0 and " + LONGEST_DELAY);
        }
    }

    /** With the configured patience. */
    public static RegistryAccess of(RegistryAuth auth, Optional<Boolean> tlsVerify) {
        return new RegistryAccess(auth, tlsVerify, Optional.empty(), Optional.empty());
    }
}
