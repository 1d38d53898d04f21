package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.image.PrunedImage;

/** One thing that a prune removed (types.md 4.6); it removes all it reports, so there is never an error to tell. */
public record PruneJson(
        @JsonProperty("Id") String id, @JsonProperty("Size") long size) {
    /** An image. */
    public static PruneJson from(PrunedImage pruned) {
        return new PruneJson(pruned.image().id().value(), pruned.freed());
    }
}
