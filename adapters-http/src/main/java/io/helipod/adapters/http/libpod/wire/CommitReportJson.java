package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** A record of a commit's stream in podman's shape (types.md, BuildResponse); the last one says the image's id. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CommitReportJson(
        @JsonProperty("stream") String stream,
        @JsonProperty("errorDetail") Optional<Detail> error) {
    /** Why it failed. */
    public record Detail(@JsonProperty("message") String message) {}

    /** How it gets on. */
    public static CommitReportJson progress(String text) {
        return new CommitReportJson(text, Optional.empty());
    }

    /** It failed. */
    public static CommitReportJson failed(String message) {
        return new CommitReportJson("", Optional.of(new Detail(message)));
    }
}
