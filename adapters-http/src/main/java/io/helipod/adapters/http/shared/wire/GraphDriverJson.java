package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.TreeMap;

/** The storage driver's own facts about a container. */
public record GraphDriverJson(
        @JsonProperty("Name") String name,
        @JsonProperty("Data") Map<String, String> data) {
    /** Overlay is the only driver there is. */
    public static GraphDriverJson overlay(Map<String, String> data) {
        return new GraphDriverJson("overlay", new TreeMap<>(data));
    }
}
