package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A limit on a process.
 *
 * @param name such as {@code RLIMIT_NOFILE}
 * @param soft -1 unlimited
 * @param hard -1 unlimited
 */
public record UlimitJson(
        @JsonProperty("Name") String name,
        @JsonProperty("Soft") long soft,
        @JsonProperty("Hard") long hard) {}
