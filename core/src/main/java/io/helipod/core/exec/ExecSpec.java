package io.helipod.core.exec;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.stream.TerminalSize;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks for when it creates an exec session (types.md 4.5). What is absent comes from the container.
 *
 * @param command program and arguments; never empty
 * @param env merged over the container's; keeps its order
 * @param user {@code uid|name[:gid|group]}, looked up in the container as it is when the session starts
 * @param workingDir absolute path in the container
 * @param terminal whether it has a pseudo terminal
 * @param privileged whether it holds every capability the engine may grant
 * @param attach the streams a client that starts it is connected to; without stdin its input is empty
 * @param detachKeys key sequence that detaches; absent: the engine's
 * @param size of the terminal at the start, unless the start says another
 */
public record ExecSpec(
        List<String> command,
        Map<String, String> env,
        Optional<String> user,
        Optional<String> workingDir,
        boolean terminal,
        boolean privileged,
        StreamSelection attach,
        Optional<String> detachKeys,
        Optional<TerminalSize> size) {
    public ExecSpec {
        command = List.copyOf(command);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            throw new InvalidArgument("must provide a non-empty command to start an exec session");
        }
        workingDir.filter(dir -> !dir.startsWith("/")).ifPresent(dir -> {
            throw new InvalidArgument("working directory \"" + dir + "\" of an exec session is not an absolute path");
        });
    }

    /** This command with its output and nothing else. */
    public static ExecSpec of(String... command) {
        return new ExecSpec(
                List.of(command),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                new StreamSelection(false, true, true),
                Optional.empty(),
                Optional.empty());
    }
}
