package io.helipod.violations.core.beta;

import io.helipod.violations.core.alpha.CoreWithLibrary;
import java.time.Instant;

/** The other half of the cycle; asks the machine for the time. */
public record CycleBack(CoreWithLibrary other) {
    /** Should come from the injected clock. */
    public static Instant time() {
        return Instant.now();
    }
}
