package io.helipod.adapters.http.libpod.wire;

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

/**
 * What a container was asked to be, in podman's words (types.md 3.1 Config).
 *
 * @param entrypoint a list; for clients below version 5 one text
 * @param stopSignal a name; for clients below version 5 the number
 */
@JsonPropertyOrder(alphabetic = true)
public record InspectConfigJson(
        @JsonProperty("Hostname") String hostname,
        @JsonProperty("User") String user,

        @JsonProperty("ExposedPorts") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, Map<String, String>> exposedPorts,

        @JsonProperty("Tty") boolean tty,
        @JsonProperty("OpenStdin") boolean openStdin,
        @JsonProperty("StdinOnce") boolean stdinOnce,
        @JsonProperty("Env") List<String> env,
        @JsonProperty("Cmd") Optional<List<String>> cmd,
        @JsonProperty("Image") String image,
        @JsonProperty("WorkingDir") String workingDir,
        @JsonProperty("Entrypoint") Optional<Object> entrypoint,
        @JsonProperty("Labels") Optional<Map<String, String>> labels,
        @JsonProperty("Annotations") Optional<Map<String, String>> annotations,
        @JsonProperty("StopSignal") Object stopSignal,

        @JsonProperty("CreateCommand") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> createCommand,

        @JsonProperty("Umask") String umask,
        @JsonProperty("StopTimeout") long stopTimeout) {
    /** The configuration of a container. */
    public static InspectConfigJson from(ContainerRecord container, boolean old) {
        ContainerView view = new ContainerView(container);
        ProcessSpec process = container.spec().process();
        List<String> entrypoint = view.entrypoint();
        Object entrypointShown = old ? String.join(" ", entrypoint) : entrypoint;
        return new InspectConfigJson(
                container.spec().hostname().orElse(""),
                process.user().orElse(""),
                exposed(view),
                process.terminal(),
                process.stdin(),
                process.stdinOnce(),
                view.env(),
                Optional.of(view.command()).filter(list -> !list.isEmpty()),
                container.imageName(),
                process.workingDir().orElse(""),
                old || !entrypoint.isEmpty() ? Optional.of(entrypointShown) : Optional.empty(),
                nonEmpty(container.spec().labels()),
                nonEmpty(view.annotations()),
                old ? view.stopSignal().number() : view.stopSignal().signalName(),
                container.spec().createCommand(),
                "0".repeat(Math.max(0, 4 - process.umask().orElse("").length()))
                        + process.umask().orElse(""),
                view.stopTimeout());
    }

    private static Optional<Map<String, String>> nonEmpty(Map<String, String> map) {
        return map.isEmpty() ? Optional.empty() : Optional.of(new TreeMap<>(map));
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
    public Optional<String> onBuild() {
        return Optional.empty();
    }

    @JsonProperty("HealthcheckOnFailureAction")
    public String healthcheckOnFailureAction() {
        return "none";
    }

    @JsonProperty("HealthLogDestination")
    public String healthLogDestination() {
        return "local";
    }

    @JsonProperty("HealthcheckMaxLogCount")
    public int healthcheckMaxLogCount() {
        return 5;
    }

    @JsonProperty("HealthcheckMaxLogSize")
    public int healthcheckMaxLogSize() {
        return 500;
    }

    @JsonProperty("Timeout")
    public int timeout() {
        return 0;
    }

    @JsonProperty("Passwd")
    public boolean passwd() {
        return true;
    }

    @JsonProperty("sdNotifyMode")
    public String sdNotifyMode() {
        return "container";
    }
}
