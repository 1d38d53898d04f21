package io.helipod.adapters.oci.runtime;

import io.helipod.core.id.ContainerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files of one exec session. */
record ExecFolder(Path path, ContainerId container) {
    private static final int LOST = 137;

    /** The process document, there until the process was started. */
    Path process() {
        return path.resolve("process.json");
    }

    Path pidFile() {
        return path.resolve("pidfile");
    }

    /** Pid and start time of the process, once the monitor has told. */
    Path started() {
        return path.resolve("started");
    }

    /** The process the runtime wrote down, if it is alive: where an engine was killed before it could write {@link #started}. */
    Optional<ProcessRef> written() {
        try {
            return ProcessRef.find(Long.parseLong(Files.readString(pidFile()).strip()))
                    .filter(process -> !Files.exists(started()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    Path monitorPidFile() {
        return path.resolve("conmon.pid");
    }

    Path output() {
        return path.resolve("conmon.out");
    }

    Path runtimeLog() {
        return path.resolve("oci-log");
    }

    Path control() {
        return path.resolve("ctl");
    }

    /** conmon names it after the container. */
    ExitFile exit() {
        return new ExitFile(path.resolve(container.value()), path.resolve("oom"), LOST);
    }
}
