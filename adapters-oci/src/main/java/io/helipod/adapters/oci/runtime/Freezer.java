package io.helipod.adapters.oci.runtime;

import io.helipod.core.error.EngineException.RuntimeFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Freezes cgroups by their own files (freezer-subsystem.rst for version 1, cgroup-v2.rst), as the runtimes' pause does, without starting
 * one of them.
 *
 * @param root where the hierarchy with the freezer is mounted
 * @param version of that hierarchy
 * @param limit how long freezing may take
 */
record Freezer(Path root, int version, Duration limit) {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final Duration BETWEEN_LOOKS = Duration.ofNanos(100_000);
    private static final int LOOKS_BEFORE_ANOTHER_TRY = 50;
    private static final boolean FREEZE = true;

    /** That of this machine. */
    static Freezer here(int version) {
        return new Freezer(version == 1 ? CGROUPS.resolve("freezer") : CGROUPS, version, Duration.ofSeconds(10));
    }

    /**
     * Freezes all of a cgroup; it is thawed again when that does not work within the limit.
     *
     * @param cgroup as in the runtime spec's cgroupsPath: a path, or {@code slice:prefix:name} for systemd
     */
    void freeze(String cgroup) {
        long end = System.nanoTime() + limit.toNanos();
        write(cgroup, FREEZE);
        for (int look = 1; !isFrozen(cgroup); look++) {
            if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
                thaw(cgroup);
                throw new RuntimeFailed("the processes of cgroup " + cgroup + " could not be frozen", 125);
            }
            if (version == 1 && look % LOOKS_BEFORE_ANOTHER_TRY == 0) {
                // one that was forking when it began stays outside for ever; only a new beginning takes it in
                thaw(cgroup);
                write(cgroup, FREEZE);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** Lets it go on; nothing happens when it is not frozen or not there, or goes meanwhile. */
    void thaw(String cgroup) {
        try {
            if (Files.exists(state(cgroup))) {
                write(cgroup, !FREEZE);
            }
        } catch (RuntimeFailed e) {
            if (Files.exists(state(cgroup))) {
                throw e;
            }
        }
    }

    /** Whether every process of it is frozen. */
    boolean isFrozen(String cgroup) {
        try {
            Path file = version == 1 ? state(cgroup) : folder(cgroup).resolve("cgroup.events");
            String text = Files.exists(file) ? Files.readString(file) : "";
            return version == 1 ? text.strip().equals("FROZEN") : text.contains("frozen 1");
        } catch (IOException e) {
            return false; // it went meanwhile
        }
    }

    private void write(String cgroup, boolean freeze) {
        String word = version == 1 ? freeze ? "FROZEN" : "THAWED" : freeze ? "1" : "0";
        try {
            Files.writeString(state(cgroup), word, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new RuntimeFailed("cgroup " + cgroup + " cannot be frozen or thawed: " + e, 125);
        }
    }

    private Path state(String cgroup) {
        return folder(cgroup).resolve(version == 1 ? "freezer.state" : "cgroup.freeze");
    }

    private Path folder(String cgroup) {
        String[] parts = cgroup.split(":");
        if (parts.length == 3) {
            return root.resolve(slices(parts[0])).resolve(parts[1] + "-" + parts[2] + ".scope");
        }
        return root.resolve(cgroup.substring(cgroup.startsWith("/") ? 1 : 0));
    }

    /** {@code a-b.slice} lies in {@code a.slice} (systemd.slice(5)). */
    private static Path slices(String slice) {
        String name = slice.endsWith(".slice") ? slice.substring(0, slice.length() - ".slice".length()) : slice;
        Path path = Path.of("");
        for (int dash = name.indexOf('-'); dash > 0; dash = name.indexOf('-', dash + 1)) {
            path = path.resolve(name.substring(0, dash) + ".slice");
        }
        return path.resolve(name + ".slice");
    }
}
