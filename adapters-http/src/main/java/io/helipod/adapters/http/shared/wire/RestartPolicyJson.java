package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens after a container's end. */
public record RestartPolicyJson(
        @JsonProperty("Name") String name,
        @JsonProperty("MaximumRetryCount") int maximumRetryCount) {
    /** Nothing. */
    public static final RestartPolicyJson NO = new RestartPolicyJson("no", 0);
}
