package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.http.shared.Leftovers;
import io.helipod.core.container.ExposedPort;
import io.helipod.core.container.Signal;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.image.ImageConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Body of a commit: what the image is to say otherwise than the container (docker's ContainerConfig).
 *
 * @param others every field not named here: what is said of one container only is passed over, what an image could say is refused
 */
public record CommitConfigJson(
        @JsonProperty("User") Optional<String> user,
        @JsonProperty("ExposedPorts") Optional<Map<String, JsonNode>> exposedPorts,
        @JsonProperty("Env") Optional<List<String>> env,
        @JsonProperty("Entrypoint") Optional<List<String>> entrypoint,
        @JsonProperty("Cmd") Optional<List<String>> cmd,
        @JsonProperty("Volumes") Optional<Map<String, JsonNode>> volumes,
        @JsonProperty("WorkingDir") Optional<String> workingDir,
        @JsonProperty("Labels") Optional<Map<String, String>> labels,
        @JsonProperty("StopSignal") Optional<String> stopSignal,
        @JsonAnySetter Map<String, JsonNode> others) {
    private static final Leftovers LEFTOVERS = new Leftovers(
            Set.of(
                    "Hostname",
                    "Domainname",
                    "AttachStdin",
                    "AttachStdout",
                    "AttachStderr",
                    "Tty",
                    "OpenStdin",
                    "StdinOnce",
                    "Image"),
            Map.of());

    /** What is asked for. */
    public ImageConfig toDomain() {
        LEFTOVERS.refuse("", others);
        workingDir.filter(dir -> !dir.isEmpty() && !dir.startsWith("/")).ifPresent(dir -> {
            throw new InvalidArgument("WorkingDir has to be an absolute path, not \"" + dir + "\"");
        });
        env.orElse(List.of()).forEach(entry -> {
            if (entry.isEmpty() || entry.startsWith("=")) {
                throw new InvalidArgument("Env has an entry without a name: \"" + entry + "\"");
            }
        });
        String signal = stopSignal.orElse("");
        if (!signal.isEmpty()) {
            Signal.parse(signal); // fails when there is no such signal
        }
        return new ImageConfig(
                user.orElse(""),
                exposedPorts.orElse(Map.of()).keySet().stream()
                        .flatMap(text -> ExposedPort.parse(text).stream())
                        .map(ExposedPort::toString)
                        .toList(),
                env.orElse(List.of()),
                entrypoint,
                cmd,
                List.copyOf(volumes.orElse(Map.of()).keySet()),
                workingDir.orElse(""),
                labels.orElse(Map.of()),
                signal);
    }
}
