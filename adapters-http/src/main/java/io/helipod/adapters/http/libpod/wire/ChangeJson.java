package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.image.LayerChange;

/** A path that changed (types.md 4.4). */
public record ChangeJson(
        @JsonProperty("Path") String path,
        @JsonProperty("Kind") int kind) {
    /** One of them. */
    public static ChangeJson from(LayerChange change) {
        return new ChangeJson(
                change.path(),
                switch (change.kind()) {
                    case MODIFIED -> 0;
                    case ADDED -> 1;
                    case DELETED -> 2;
                });
    }
}
