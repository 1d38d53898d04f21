package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A record of a pull in podman's shape (types.md 5.5): progress, or the end of it. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PullReportJson(
        @JsonProperty("stream") String stream,
        @JsonProperty("error") String error,
        @JsonProperty("images") List<String> images,
        @JsonProperty("id") String id) {
    /** How it gets on. */
    public static PullReportJson progress(String text) {
        return new PullReportJson(text + "\n", "", List.of(), "");
    }

    /** It worked. */
    public static PullReportJson done(List<String> ids) {
        return new PullReportJson("", "", ids, ids.isEmpty() ? "" : ids.getLast());
    }

    /** It failed. */
    public static PullReportJson failed(String error) {
        return new PullReportJson("", error, List.of(), "");
    }
}
