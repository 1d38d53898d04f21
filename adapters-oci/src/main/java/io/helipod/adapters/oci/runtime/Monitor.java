package io.helipod.adapters.oci.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Running monitors: found by the pid they wrote down, and ended. */
final class Monitor {
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);
    private static final int SIGKILL = 9;

    private Monitor() {}

    /**
     * A conmon, if it is alive.
     *
     * @param id in its command line, so that another process with its pid is not taken for it
     */
    static Optional<ProcessRef> find(Path pidFile, String id) {
        try {
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains(id)
                    ? ProcessRef.find(pid)
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A monitor whose process is gone writes down how it ended and goes by itself; one that does not is killed. */
    static void end(ProcessRef monitor) {
        end(List.of(monitor));
    }

    /** The same for several, which have the same time together. */
    static void end(List<ProcessRef> monitors) {
        long begun = System.nanoTime();
        try {
            for (ProcessRef monitor : monitors) {
                while (monitor.isAlive() && System.nanoTime() - begun < LAST_WORDS.toNanos()) {
                    Thread.sleep(1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        monitors.forEach(monitor -> monitor.signal(SIGKILL));
    }

    /** Kills a monitor and what it has started, such as a runtime that hangs. */
    static void kill(ProcessRef monitor) {
        ProcessHandle.of(monitor.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(ProcessHandle::destroyForcibly);
        monitor.signal(SIGKILL);
    }
}
