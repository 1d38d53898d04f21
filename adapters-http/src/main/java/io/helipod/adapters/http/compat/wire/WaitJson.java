package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** Answer of docker's wait (types.md 4.4). */
public record WaitJson(
        @JsonProperty("StatusCode") int statusCode,
        @JsonProperty("Error") Optional<Failure> error) {
    /** Why the wait failed. */
    public record Failure(@JsonProperty("Message") String message) {}

    /** The condition holds. */
    public static WaitJson of(int exitCode) {
        return new WaitJson(exitCode, Optional.empty());
    }

    /** The wait failed after the head was sent. */
    public static WaitJson failed(String message) {
        return new WaitJson(-1, Optional.of(new Failure(message)));
    }
}
