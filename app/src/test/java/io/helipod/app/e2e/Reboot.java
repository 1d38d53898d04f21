package io.helipod.app.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a reboot does to a stopped service's containers: every process ends without a word, and mounts, cgroups and the run root are
 * gone.
 */
final class Reboot {
    private Reboot() {}

    /**
     * @param containers first processes of the containers that run
     * @param ids of all containers
     */
    static void of(Service service, Collection<Long> containers, Collection<String> ids) {
        Stream<ProcessHandle> monitors = ProcessHandle.allProcesses()
                .filter(one -> one.info()
                        .commandLine()
                        .filter(line -> line.contains(service.dir().toString()))
                        .isPresent());
        Stream<ProcessHandle> processes = containers.stream().flatMap(pid -> ProcessHandle.of(pid).stream());
        // monitors first: they must not tell how the containers end
        for (ProcessHandle one : Stream.concat(monitors, processes).toList()) {
            one.destroyForcibly();
            one.onExit().join();
        }
        for (String mount : mounts(service).reversed()) {
            Command.of("umount", "-l", mount.split(" ")[1]).run().ok();
        }
        for (String id : ids) {
            // groups come and go meanwhile, so find may complain
            Command.of("find", "/sys/fs/cgroup", "-depth", "-type", "d", "-path", "*" + id + "*", "-delete")
                    .run();
        }
        Command.of("rm", "-rf", service.runRoot().toString()).run().ok();
    }

    /** Mounts below the service's folders. */
    static List<String> mounts(Service service) {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            return mounts.filter(line -> line.contains(service.dir().toString()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
