package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.container.PrunedContainer;
import java.util.Optional;

/**
 * What a prune did to one object (types.md 4.6).
 *
 * @param error why it is still there
 * @param size bytes that were given back
 */
public record PruneReportJson(
        @JsonProperty("Id") String id,

        @JsonProperty("Err") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<String> error,

        @JsonProperty("Size") long size) {
    /** Of a container. */
    public static PruneReportJson from(PrunedContainer pruned) {
        return new PruneReportJson(pruned.id().value(), pruned.failure(), pruned.size());
    }
}
