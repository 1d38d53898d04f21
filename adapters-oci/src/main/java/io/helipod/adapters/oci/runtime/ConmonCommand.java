package io.helipod.adapters.oci.runtime;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.id.ContainerId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** conmon's command line (conmon(8)). */
final class ConmonCommand {
    private ConmonCommand() {}

    /** For a container. */
    static List<String> of(Programs programs, RuntimePaths paths, ContainerRecord container, boolean systemdCgroup) {
        ContainerId id = container.id();
        Path bundle = paths.bundle(id);
        List<String> line = common(programs, id, id.value(), bundle, systemdCgroup);
        option(line, "-p", paths.pidFile(id));
        option(line, "-n", container.name());
        option(line, "--exit-dir", paths.exits());
        option(line, "--persist-dir", bundle);
        option(line, "--conmon-pidfile", paths.monitorPidFile(id));
        log(line, paths, container);
        ProcessSpec process = container.spec().process();
        if (process.terminal()) {
            line.add("-t");
        } else if (process.stdin()) {
            line.add("-i");
        }
        if (process.stdin() && !process.stdinOnce()) {
            // otherwise the end of one client's connection would be the end of the container's input
            line.add("--leave-stdin-open");
        }
        runtimeArguments(line, paths, paths.runtimeLog(id));
        return line;
    }

    /**
     * For an exec session.
     *
     * @param connected whether there is a client; without one nobody would ever end its input
     */
    static List<String> of(
            Programs programs,
            RuntimePaths paths,
            ExecSession session,
            ExecFolder folder,
            boolean connected,
            boolean systemdCgroup) {
        List<String> line = common(programs, session.container(), session.id().value(), folder.path(), systemdCgroup);
        option(line, "-p", folder.pidFile());
        option(line, "--exit-dir", folder.path());
        option(line, "--conmon-pidfile", folder.monitorPidFile());
        option(line, "-l", "none");
        line.addAll(List.of("-e", "--exec-attach"));
        option(line, "--exec-process-spec", folder.process());
        if (session.spec().terminal()) {
            line.add("-t");
        }
        if (connected && session.spec().attach().stdin()) {
            line.add("-i");
        }
        runtimeArguments(line, paths, folder.runtimeLog());
        return line;
    }

    private static List<String> common(
            Programs programs, ContainerId id, String unique, Path bundle, boolean systemdCgroup) {
        List<String> line = new ArrayList<>(List.of(programs.conmon().toString(), "--api-version", "1"));
        option(line, "-c", id.value());
        option(line, "-u", unique);
        option(line, "-r", programs.runtime());
        option(line, "-b", bundle);
        line.addAll(List.of("--full-attach", "--log-level", "warning"));
        if (systemdCgroup) {
            line.add("-s");
        }
        return line;
    }

    private static void option(List<String> line, String name, Object value) {
        line.add(name);
        line.add(value.toString());
    }

    private static void runtimeArguments(List<String> line, RuntimePaths paths, Path log) {
        for (String argument : List.of("--log-format=json", "--log=" + log, "--root=" + paths.runtimeRoot())) {
            option(line, "--runtime-arg", argument);
        }
    }

    private static void log(List<String> line, RuntimePaths paths, ContainerRecord container) {
        if (container.spec().log().driver().filter(LogDriverName.NONE::equals).isPresent()) {
            line.addAll(List.of("-l", "none"));
            return;
        }
        Path file = container.spec().log().path().map(Path::of).orElseGet(() -> paths.log(container.id()));
        line.addAll(List.of("-l", "k8s-file:" + file));
        container
                .spec()
                .log()
                .maxSize()
                .ifPresent(bytes -> line.addAll(List.of("--log-size-max", Long.toString(bytes))));
    }
}
