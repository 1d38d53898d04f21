package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A push that failed before any progress: podman's record of a failure (behaviour.md 19), and the {@code message} that docker's client
 * looks for in every answer that is an error.
 */
public record RefusedTransferJson(
        @JsonProperty("message") String message,
        @JsonProperty("errorDetail") MessageJson errorDetail,
        @JsonProperty("error") String error) {
    /** The same text in all places. */
    public static RefusedTransferJson of(String error) {
        return new RefusedTransferJson(error, new MessageJson(error), error);
    }
}
