package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.image.FoundImage;

/**
 * What a search found, in Docker's documented words. podman answers this path in its own, which docker's clients cannot read; so the fields
 * that are podman's alone are here besides.
 */
public record SearchResultJson(
        @JsonProperty("description") String description,
        @JsonProperty("is_official") boolean isOfficial,
        @JsonProperty("is_automated") boolean isAutomated,
        @JsonProperty("name") String name,
        @JsonProperty("star_count") int starCount,
        @JsonProperty("Index") String index,
        @JsonProperty("Stars") int stars,
        @JsonProperty("Tag") String tag) {
    /** One of them. */
    public static SearchResultJson from(FoundImage found) {
        return new SearchResultJson(
                found.description(),
                found.official(),
                found.automated(),
                found.name(),
                found.stars(),
                found.index(),
                found.stars(),
                found.tag());
    }
}
