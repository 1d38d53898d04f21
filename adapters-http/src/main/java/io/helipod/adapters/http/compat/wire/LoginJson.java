package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The answer to credentials that were right (types.md 1.2). */
public record LoginJson(
        @JsonProperty("IdentityToken") String identityToken,
        @JsonProperty("Status") String status) {
    /** They were. No token is handed out: nothing is stored here. */
    public static final LoginJson SUCCEEDED = new LoginJson("", "Login Succeeded");
}
