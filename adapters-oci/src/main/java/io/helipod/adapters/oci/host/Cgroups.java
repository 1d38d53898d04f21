package io.helipod.adapters.oci.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How this machine's cgroups are set up; read once.
 *
 * @param version 1 or 2
 * @param hybrid version 1 with a version 2 hierarchy mounted beside it
 * @param controllers names of the controllers there are
 * @param limitsSwap whether memory and swap can be limited together
 */
public record Cgroups(int version, boolean hybrid, List<String> controllers, boolean limitsSwap) {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    public Cgroups {
        controllers = List.copyOf(controllers);
    }

    /** Looks at the machine. */
    public static Cgroups read() {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
            List<String> types = mounts.filter(line -> line.contains(" " + ROOT))
                    .map(line -> line.substring(line.indexOf(" - ") + 3).split(" ")[0])
                    .toList();
            boolean v1 = types.contains("cgroup");
            boolean v2 = types.contains("cgroup2");
            if (v1) {
                return new Cgroups(
                        1,
                        v2,
                        folders().stream()
                                .filter(name -> !name.equals("systemd") && !name.equals("unified"))
                                .toList(),
                        Files.exists(ROOT.resolve("memory/memory.memsw.limit_in_bytes")));
            }
            Path file = ROOT.resolve("cgroup.controllers");
            List<String> controllers =
                    Files.exists(file) ? List.of(Files.readString(file).strip().split(" ")) : List.of();
            return new Cgroups(2, false, controllers, Files.exists(Path.of("/proc/swaps")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> folders() throws IOException {
        try (Stream<Path> all = Files.list(ROOT)) {
            return all.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** Whether there is such a controller. */
    public boolean has(String controller) {
        return controllers.contains(controller);
    }
}
