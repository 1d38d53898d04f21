package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.image.ImageConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How an image wants its containers run, as both trees show it (types.md 5.2); nothing empty. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OciImageConfigJson(
        @JsonProperty("User") String user,
        @JsonProperty("ExposedPorts") Map<String, Map<String, String>> exposedPorts,
        @JsonProperty("Env") List<String> env,
        @JsonProperty("Entrypoint") List<String> entrypoint,
        @JsonProperty("Cmd") List<String> command,
        @JsonProperty("Volumes") Map<String, Map<String, String>> volumes,
        @JsonProperty("WorkingDir") String workingDir,
        @JsonProperty("Labels") Map<String, String> labels,
        @JsonProperty("StopSignal") String stopSignal) {
    /** The config of an image. */
    public static OciImageConfigJson from(ImageConfig config) {
        return new OciImageConfigJson(
                config.user(),
                keys(config.exposedPorts()),
                config.env(),
                config.entrypoint().orElse(List.of()),
                config.command().orElse(List.of()),
                keys(config.volumes()),
                config.workingDir(),
                new TreeMap<>(config.labels()),
                config.stopSignal());
    }

    private static Map<String, Map<String, String>> keys(List<String> names) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        names.forEach(name -> all.put(name, Map.of()));
        return all;
    }
}
