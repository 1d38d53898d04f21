package io.helipod.core.container;

import io.helipod.core.filter.Filters;
import java.util.Optional;

/**
 * Which containers to list (behaviour.md 9.3).
 *
 * @param all also those that do not run; implied by a limit and by a status filter
 * @param limit only the newest so many
 * @param filters keys id, name, label, label!, exited, status, ancestor, before, since, until, command, network, restart-policy, volume, health, pod
 */
public record ContainerQuery(boolean all, Optional<Integer> limit, Filters filters) {
    /** Everything. */
    public static final ContainerQuery ALL = new ContainerQuery(true, Optional.empty(), Filters.NONE);
}
