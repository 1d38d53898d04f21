package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/** A record of a push in podman's shape (types.md 5.5): progress, or the end of it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PushReportJson(
        @JsonProperty("stream") String stream,
        @JsonProperty("manifestdigest") String manifestDigest,
        @JsonProperty("error") String error) {
    /** How it gets on. */
    public static PushReportJson progress(String text) {
        return new PushReportJson(text + "\n", "", "");
    }

    /** It worked. */
    public static PushReportJson done(String manifestDigest) {
        return new PushReportJson("", manifestDigest, "");
    }

    /** It failed. */
    public static PushReportJson failed(String error) {
        return new PushReportJson("", "", error);
    }
}
