package io.helipod.adapters.oci.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The cgroup of monitors. A service manager ends all that is left in a service's cgroup when it stops the service, so monitors have
 * to leave the engine's. Only the hierarchies by which a manager knows its services matter: the unified one, and systemd's own on
 * version 1.
 */
record MonitorCgroup(List<Path> folders) {
    private static final System.Logger LOG = System.getLogger(MonitorCgroup.class.getName());
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    MonitorCgroup {
        folders = List.copyOf(folders);
    }

    /** Those of this machine. */
    static MonitorCgroup here() {
        return new MonitorCgroup(Stream.of(ROOT, ROOT.resolve("unified"), ROOT.resolve("systemd"))
                .filter(folder -> Files.isWritable(folder.resolve("cgroup.procs")))
                .map(folder -> folder.resolve("helipod/conmon"))
                .toList());
    }

    /** Takes a process in; one that cannot be moved works all the same, until the service is stopped. */
    void adopt(long pid) {
        for (Path folder : folders) {
            try {
                if (!Files.isDirectory(folder)) {
                    Files.createDirectories(folder);
                }
                Files.writeString(folder.resolve("cgroup.procs"), Long.toString(pid), StandardOpenOption.WRITE);
            } catch (IOException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "a monitor stays in the cgroup of this service, it cannot join " + folder,
                        e);
            }
        }
    }
}
