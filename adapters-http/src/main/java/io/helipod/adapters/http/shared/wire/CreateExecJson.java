package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.http.shared.Leftovers;
import io.helipod.adapters.http.shared.TerminalSizes;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.exec.ExecSpec;
import io.helipod.core.stream.StreamSelection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Body of exec create (types.md 4.5).
 *
 * @param others every field not named here
 */
public record CreateExecJson(
        @JsonProperty("User") Optional<String> user,
        @JsonProperty("Privileged") boolean privileged,
        @JsonProperty("Tty") boolean tty,
        @JsonProperty("ConsoleSize") Optional<List<Integer>> consoleSize,
        @JsonProperty("AttachStdin") boolean attachStdin,
        @JsonProperty("AttachStdout") boolean attachStdout,
        @JsonProperty("AttachStderr") boolean attachStderr,
        @JsonProperty("DetachKeys") Optional<String> detachKeys,
        @JsonProperty("Env") Optional<List<String>> env,
        @JsonProperty("WorkingDir") Optional<String> workingDir,
        @JsonProperty("Cmd") Optional<List<String>> cmd,
        @JsonAnySetter Map<String, JsonNode> others) {
    /** Whether a start is detached is said by the start; docker-java repeats the container, which the path names. */
    private static final Leftovers LEFTOVERS = new Leftovers(Set.of("Detach", "containerId"), Map.of());

    /** What is asked for. */
    public ExecSpec toDomain() {
        LEFTOVERS.refuse("", others);
        return new ExecSpec(
                cmd.orElse(List.of()),
                environment(),
                user.filter(text -> !text.isEmpty()),
                workingDir.filter(text -> !text.isEmpty()),
                tty,
                privileged,
                new StreamSelection(attachStdin, attachStdout, attachStderr),
                detachKeys.filter(text -> !text.isEmpty()),
                TerminalSizes.consoleSize(consoleSize));
    }

    private Map<String, String> environment() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String entry : env.orElse(List.of())) {
            int equals = entry.indexOf('=');
            if (equals <= 0) {
                throw new InvalidArgument("environment variable \"" + entry + "\" badly formed, must be key=value");
            }
            all.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return all;
    }
}
