package io.helipod.adapters.http.error.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The error model (types.md 1.1). */
public record ErrorJson(
        @JsonProperty("cause") String cause,
        @JsonProperty("message") String message,
        @JsonProperty("response") int response) {}
