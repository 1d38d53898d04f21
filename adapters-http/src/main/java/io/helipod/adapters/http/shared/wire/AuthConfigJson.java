package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.registry.RegistryCredentials;
import io.helipod.core.registry.Secret;
import java.util.Optional;

/**
 * Credentials as clients send them (types.md 1.2). {@code auth}, {@code email} and {@code registrytoken} say nothing that the reference
 * uses, and are passed over.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AuthConfigJson(
        @JsonProperty("username") Optional<String> username,
        @JsonProperty("password") Optional<String> password,
        @JsonProperty("identitytoken") Optional<String> identityToken,
        @JsonProperty("serveraddress") Optional<String> serverAddress) {
    /** The credentials, anonymous ones if nothing was sent. */
    public RegistryCredentials toDomain() {
        return new RegistryCredentials(
                username.orElse(""), new Secret(password.orElse("")), new Secret(identityToken.orElse("")));
    }

    /** Never what it holds. */
    @Override
    public String toString() {
        return "AuthConfig[" + serverAddress.orElse("") + "]";
    }
}
