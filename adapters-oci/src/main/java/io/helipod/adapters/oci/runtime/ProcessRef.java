package io.helipod.adapters.oci.runtime;

import io.helipod.adapters.oci.linux.LinuxCalls;
import io.helipod.core.error.EngineException.RuntimeFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process that is not our child, known by pid and start time (proc(5) stat, field 22): the kernel gives pids out again.
 *
 * @param pid in our pid namespace
 * @param started clock ticks after boot
 */
record ProcessRef(long pid, long started) {
    private static final int FIELDS_BEFORE_START = 19;

    /** The process with this pid as it is now; empty when there is none, or only its zombie. */
    static Optional<ProcessRef> find(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            // the name in parentheses may hold anything; what follows its last one is plain
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields[0].equals("Z") || fields[0].equals("X")
                    ? Optional.empty()
                    : Optional.of(new ProcessRef(pid, Long.parseLong(fields[FIELDS_BEFORE_START])));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The process a file speaks of, if it is alive: pid, start time and perhaps more, as {@link #write} writes it. */
    static Optional<ProcessRef> read(Path file) {
        try {
            String[] parts = Files.readString(file).strip().split(" ", 3);
            return Optional.of(new ProcessRef(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                    .filter(ProcessRef::isAlive);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty(); // not made, or not to the end
        }
    }

    /** Writes it down with its name as it is now. */
    void write(Path file) throws IOException {
        Files.writeString(file, pid + " " + started + " " + name());
    }

    boolean isAlive() {
        return find(pid).filter(this::equals).isPresent();
    }

    /** The name of the program it runs, cut at 15 bytes; empty when it is gone. */
    String name() {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** Sends a signal to this very process; one that is gone is no error. */
    void signal(int number) {
        int descriptor = -1;
        try {
            descriptor = LinuxCalls.openProcess(pid);
            // once open, the descriptor stays with the process; if that is still ours, nobody else can be hit
            if (descriptor >= 0 && isAlive()) {
                LinuxCalls.signal(descriptor, number);
            }
        } catch (IOException e) {
            throw new RuntimeFailed("process " + pid + " could not be signalled: " + e.getMessage(), 125);
        } finally {
            if (descriptor >= 0) {
                LinuxCalls.close(descriptor);
            }
        }
    }
}
