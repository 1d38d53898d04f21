package io.helipod.adapters.oci.spec;

import io.helipod.core.container.ProcessSpec;
import io.helipod.core.exec.ExecSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An exec session's process: what the session says over what the container's own process has. */
final class ExecProcess {
    private ExecProcess() {}

    static ProcessSpec of(ProcessSpec container, ExecSpec exec) {
        return new ProcessSpec(
                Optional.empty(),
                Optional.of(exec.command()),
                env(container, exec),
                Optional.empty(),
                exec.user().or(container::user),
                exec.workingDir().or(container::workingDir),
                exec.terminal(),
                exec.attach().stdin(),
                false,
                false,
                container.groups(),
                container.rlimits(),
                container.umask(),
                container.oomScoreAdj());
    }

    private static Map<String, String> env(ProcessSpec container, ExecSpec exec) {
        Map<String, String> env = new LinkedHashMap<>(container.env());
        if (exec.terminal()) {
            env.putIfAbsent("TERM", "xterm");
        }
        env.putAll(exec.env());
        return env;
    }
}
