package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.image.FoundImage;

/** What a search found (types.md 5.4). */
public record FoundImageJson(
        @JsonProperty("Index") String index,
        @JsonProperty("Name") String name,
        @JsonProperty("Description") String description,
        @JsonProperty("Stars") int stars,
        @JsonProperty("Official") String official,
        @JsonProperty("Automated") String automated,
        @JsonProperty("Tag") String tag) {
    private static final String YES = "[OK]";

    /** One of them. */
    public static FoundImageJson from(FoundImage found) {
        return new FoundImageJson(
                found.index(),
                found.name(),
                found.description(),
                found.stars(),
                found.official() ? YES : "",
                found.automated() ? YES : "",
                found.tag());
    }
}
