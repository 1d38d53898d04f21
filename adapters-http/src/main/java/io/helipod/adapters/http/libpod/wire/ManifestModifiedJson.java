package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** What became of a change to a manifest list (types.md 5.6 ManifestModifyReport). */
public record ManifestModifiedJson(
        @JsonProperty("Id") String id,

        @JsonProperty("images") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> images,

        @JsonProperty("errors") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> errors) {}
