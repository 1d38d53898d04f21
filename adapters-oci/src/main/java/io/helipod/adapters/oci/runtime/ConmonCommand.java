package io.helipod.adapters.oci.runtime;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.ProcessSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** conmon's command line (conmon(8)). */
final class ConmonCommand {
    private ConmonCommand() {}

    static List<String> of(Programs programs, RuntimePaths paths, ContainerRecord container, boolean systemdCgroup) {
        String id = container.id().value();
        Path bundle = paths.bundle(container.id());
        List<String> line = new ArrayList<>(List.of(
                programs.conmon().toString(),
                "--api-version",
                "1",
                "-c",
                id,
                "-u",
                id,
                "-r",
                programs.runtime().toString(),
                "-b",
                bundle.toString(),
                "-p",
                paths.pidFile(container.id()).toString(),
                "-n",
                container.name(),
                "--exit-dir",
                paths.exits().toString(),
                "--persist-dir",
                bundle.toString(),
                "--full-attach",
                "--log-level",
                "warning",
                "--conmon-pidfile",
                paths.monitorPidFile(container.id()).toString()));
        log(line, paths, container);
        if (systemdCgroup) {
            line.add("-s");
        }
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
        for (String argument : List.of(
                "--log-format=json", "--log=" + paths.runtimeLog(container.id()), "--root=" + paths.runtimeRoot())) {
            line.add("--runtime-arg");
            line.add(argument);
        }
        return line;
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
