package io.helipod.core.container;

import java.util.Optional;

/**
 * How a container is stopped.
 *
 * @param timeout seconds until SIGKILL, 0 at once, negative never; absent: the container's own
 * @param resume whether a paused container is resumed so that it can end, as Docker does; otherwise that is WrongState
 */
public record StopOptions(Optional<Long> timeout, boolean resume) {
    /** Within so many seconds; a paused container is refused. */
    public static StopOptions within(Optional<Long> timeout) {
        return new StopOptions(timeout, false);
    }

    /** Within so many seconds, a paused container too. */
    public static StopOptions resuming(Optional<Long> timeout) {
        return new StopOptions(timeout, true);
    }
}
