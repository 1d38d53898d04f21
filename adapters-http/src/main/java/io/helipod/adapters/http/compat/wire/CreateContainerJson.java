package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.core.container.ContainerSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Body of docker's container create (types.md 2.5).
 *
 * @param env {@code NAME=value}; a name alone unsets the image's variable and the engine's
 * @param unsetEnv podman's own: names to unset
 * @param unsetEnvAll podman's own: all that are not in {@code env} are unset
 * @param others every field not named here; see {@link CreateContainerMapper} for those that are tolerated
 */
public record CreateContainerJson(
        @JsonProperty("Hostname") Optional<String> hostname,
        @JsonProperty("User") Optional<String> user,
        @JsonProperty("Tty") boolean tty,
        @JsonProperty("OpenStdin") boolean openStdin,
        @JsonProperty("StdinOnce") boolean stdinOnce,
        @JsonProperty("Env") Optional<List<String>> env,
        @JsonProperty("UnsetEnv") Optional<List<String>> unsetEnv,
        @JsonProperty("UnsetEnvAll") boolean unsetEnvAll,
        @JsonProperty("Cmd") Optional<List<String>> cmd,
        @JsonProperty("Entrypoint") Optional<List<String>> entrypoint,
        @JsonProperty("Healthcheck") Optional<HealthcheckJson> healthcheck,
        @JsonProperty("Image") Optional<String> image,
        @JsonProperty("Volumes") Optional<Map<String, JsonNode>> volumes,
        @JsonProperty("WorkingDir") Optional<String> workingDir,
        @JsonProperty("ExposedPorts") Optional<Map<String, JsonNode>> exposedPorts,
        @JsonProperty("Labels") Optional<Map<String, String>> labels,
        @JsonProperty("StopSignal") Optional<String> stopSignal,
        @JsonProperty("StopTimeout") Optional<Long> stopTimeout,
        @JsonProperty("HostConfig") Optional<CreateHostConfigJson> hostConfig,
        @JsonProperty("NetworkingConfig") Optional<NetworkingConfigJson> networkingConfig,
        @JsonAnySetter Map<String, JsonNode> others) {
    /** A check that says whether the container is well. */
    public record HealthcheckJson(
            @JsonProperty("Test") Optional<List<String>> test,
            @JsonAnySetter Map<String, JsonNode> others) {}

    /** Networks to join, by name. */
    public record NetworkingConfigJson(
            @JsonProperty("EndpointsConfig") Optional<Map<String, JsonNode>> endpointsConfig,
            @JsonAnySetter Map<String, JsonNode> others) {}

    /**
     * What is asked for.
     *
     * @param name from the query; the body's own is ignored
     */
    public ContainerSpec toDomain(Optional<String> name) {
        return new CreateContainerMapper(this).toDomain(name);
    }
}
