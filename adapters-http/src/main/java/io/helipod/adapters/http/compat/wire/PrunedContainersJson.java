package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.container.PrunedContainer;
import java.util.List;
import java.util.Optional;

/**
 * Answer to a container prune (types.md 4.6).
 *
 * @param deleted ids; null when there are none
 * @param spaceReclaimed bytes
 */
public record PrunedContainersJson(
        @JsonProperty("ContainersDeleted") Optional<List<String>> deleted,
        @JsonProperty("SpaceReclaimed") long spaceReclaimed) {
    /** All of them removed. */
    public static PrunedContainersJson from(List<PrunedContainer> pruned) {
        return new PrunedContainersJson(
                Optional.of(pruned.stream().map(one -> one.id().value()).toList())
                        .filter(ids -> !ids.isEmpty()),
                pruned.stream().mapToLong(PrunedContainer::size).sum());
    }
}
