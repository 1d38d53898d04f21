package io.helipod.core.container;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The process a container runs, as asked for; what is absent comes from the image, then from the engine.
 *
 * @param entrypoint absent: the image's; empty: none
 * @param command absent: the image's, unless an entrypoint is given
 * @param env merged over the image's; keeps its order
 * @param envUnset what is not wanted of the image's and the engine's environment; absent in a record, where nothing is left to unset
 * @param user {@code uid|name[:gid|group]}
 * @param workingDir absolute path in the container; made when missing
 * @param terminal whether it has a pseudo terminal
 * @param stdin whether its input is kept open for clients
 * @param stdinOnce whether its input ends with the first client that attached to it
 * @param init whether a tiny init reaps children and forwards signals
 * @param groups supplementary groups, names or numbers
 * @param rlimits by name without RLIMIT_, such as {@code nofile}
 * @param umask octal text
 * @param oomScoreAdj -1000 to 1000
 */
public record ProcessSpec(
        Optional<List<String>> entrypoint,
        Optional<List<String>> command,
        Map<String, String> env,
        Optional<EnvUnset> envUnset,
        Optional<String> user,
        Optional<String> workingDir,
        boolean terminal,
        boolean stdin,
        boolean stdinOnce,
        boolean init,
        List<String> groups,
        Map<String, Rlimit> rlimits,
        Optional<String> umask,
        Optional<Integer> oomScoreAdj) {
    /** The image's own process. */
    public static final ProcessSpec DEFAULT = new ProcessSpec(
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false,
            false,
            false,
            List.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty());

    public ProcessSpec {
        entrypoint = entrypoint.map(List::copyOf);
        command = command.map(List::copyOf);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
        groups = List.copyOf(groups);
        rlimits = Map.copyOf(rlimits);
    }

    /** The same with another command. */
    public ProcessSpec withCommand(List<String> other) {
        return new ProcessSpec(
                entrypoint,
                Optional.of(other),
                env,
                envUnset,
                user,
                workingDir,
                terminal,
                stdin,
                stdinOnce,
                init,
                groups,
                rlimits,
                umask,
                oomScoreAdj);
    }
}
