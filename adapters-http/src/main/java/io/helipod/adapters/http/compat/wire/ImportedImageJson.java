package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.id.ImageId;
import java.util.Map;

/** The one record a docker import answers with (types.md 5.4). */
public record ImportedImageJson(
        @JsonProperty("status") String status,
        @JsonProperty("progress") String progress,
        @JsonProperty("progressDetail") Map<String, Long> progressDetail,
        @JsonProperty("id") String id) {
    /** The new image. */
    public static ImportedImageJson from(ImageId id) {
        return new ImportedImageJson(id.value(), "", Map.of(), id.value());
    }
}
