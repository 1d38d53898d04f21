package io.helipod.core.container;

import java.util.Optional;

/**
 * How a container ends.
 *
 * @param stopSignal absent: the image's, else SIGTERM
 * @param stopTimeout seconds between the stop signal and SIGKILL; absent: the engine's default
 * @param autoRemove whether it is removed once it has ended
 */
public record LifecycleSpec(Optional<Signal> stopSignal, Optional<Long> stopTimeout, boolean autoRemove) {
    /** The image's signal, the engine's time, kept after its end. */
    public static final LifecycleSpec DEFAULT = new LifecycleSpec(Optional.empty(), Optional.empty(), false);
}
