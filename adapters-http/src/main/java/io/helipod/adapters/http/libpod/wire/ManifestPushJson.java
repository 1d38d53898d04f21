package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A record of a manifest list's push (types.md 5.5 ManifestPushReport).
 *
 * @param id the digest in the registry; empty before the last record
 */
public record ManifestPushJson(
        @JsonProperty("Id") String id,

        @JsonProperty("stream") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String stream,

        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String error) {}
