package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.helipod.adapters.http.shared.ContainerView;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ProcessSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a container was asked to be, in docker's words (types.md 2.5, 3.2 "Config specifics"). */
@JsonPropertyOrder(alphabetic = true)
public record ContainerConfigJson(
        @JsonProperty("Hostname") String hostname,
        @JsonProperty("User") String user,

        @JsonProperty("ExposedPorts") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, Map<String, String>> exposedPorts,

        @JsonProperty("Tty") boolean tty,
        @JsonProperty("OpenStdin") boolean openStdin,
        @JsonProperty("StdinOnce") boolean stdinOnce,
        @JsonProperty("Env") List<String> env,
        @JsonProperty("Cmd") List<String> cmd,
        @JsonProperty("Image") String image,
        @JsonProperty("WorkingDir") String workingDir,
        @JsonProperty("Entrypoint") Optional<List<String>> entrypoint,
        @JsonProperty("Labels") Map<String, String> labels,
        @JsonProperty("StopSignal") String stopSignal,
        @JsonProperty("StopTimeout") long stopTimeout) {
    /** The configuration of a container. */
    public static ContainerConfigJson from(ContainerRecord container) {
        ContainerView view = new ContainerView(container);
        ProcessSpec process = container.spec().process();
        return new ContainerConfigJson(
                container.spec().hostname().orElse(""),
                process.user().orElse(""),
                exposed(view),
                process.terminal(),
                process.stdin(),
                process.stdinOnce(),
                view.env(),
                view.command(),
                container.imageName(),
                process.workingDir().orElse(""),
                Optional.of(view.entrypoint()).filter(list -> !list.isEmpty()),
                new TreeMap<>(container.spec().labels()),
                Integer.toString(view.stopSignal().number()),
                view.stopTimeout());
    }

    /** Port to nothing: the map is a set. */
    private static Map<String, Map<String, String>> exposed(ContainerView view) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        view.exposedPorts().forEach(port -> all.put(port, Map.of()));
        return all;
    }

    @JsonProperty("Domainname")
    public String domainname() {
        return "";
    }

    @JsonProperty("AttachStdin")
    public boolean attachStdin() {
        return false;
    }

    @JsonProperty("AttachStdout")
    public boolean attachStdout() {
        return false;
    }

    @JsonProperty("AttachStderr")
    public boolean attachStderr() {
        return false;
    }

    @JsonProperty("Volumes")
    public Optional<Map<String, String>> volumes() {
        return Optional.empty();
    }

    @JsonProperty("OnBuild")
    public Optional<List<String>> onBuild() {
        return Optional.empty();
    }
}
