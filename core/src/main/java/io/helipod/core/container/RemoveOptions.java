package io.helipod.core.container;

import java.util.Optional;

/**
 * How to remove a container.
 *
 * @param force also when it runs
 * @param volumes its anonymous volumes with it
 * @param timeout seconds of grace when it has to be stopped; absent: its own
 */
public record RemoveOptions(boolean force, boolean volumes, Optional<Long> timeout) {
    /** Only when it does not run. */
    public static final RemoveOptions DEFAULT = new RemoveOptions(false, false, Optional.empty());
}
