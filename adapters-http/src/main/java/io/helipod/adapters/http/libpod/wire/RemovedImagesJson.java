package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What a removal did (types.md 5.4 LibpodImagesRemoveReport).
 *
 * @param exitCode the client's: 0 all went well, 1 some were not there, 2 some are in use, 125 anything else
 */
public record RemovedImagesJson(
        @JsonProperty("Deleted") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> deleted,

        @JsonProperty("Untagged") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> untagged,

        @JsonProperty("ExitCode") int exitCode,
        @JsonProperty("Errors") List<String> errors) {}
