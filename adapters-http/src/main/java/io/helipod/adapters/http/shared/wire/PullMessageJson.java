package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import java.util.Optional;

/** A record of a pull in docker's shape (types.md 5.5); {@code progressDetail} is always there. */
public record PullMessageJson(
        @JsonProperty("status") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String status,

        @JsonProperty("progressDetail") Map<String, Long> progressDetail,

        @JsonProperty("id") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String id,

        @JsonProperty("errorDetail") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<MessageJson> errorDetail,

        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String error) {
    /** How it gets on. */
    public static PullMessageJson progress(String text) {
        return new PullMessageJson(text, Map.of(), "", Optional.empty(), "");
    }

    /**
     * The last record of a pull that worked.
     *
     * @param id the first twelve digits of the image's
     */
    public static PullMessageJson done(String id) {
        return new PullMessageJson("Download complete", Map.of(), id, Optional.empty(), "");
    }

    /** The last record of a pull that failed half-way. */
    public static PullMessageJson failed(String error) {
        return new PullMessageJson("", Map.of(), "", Optional.of(new MessageJson(error)), error);
    }
}
