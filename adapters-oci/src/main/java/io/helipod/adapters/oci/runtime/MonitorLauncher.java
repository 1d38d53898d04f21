package io.helipod.adapters.oci.runtime;

import io.helipod.adapters.oci.process.Blocking;
import io.helipod.adapters.oci.process.Child;
import io.helipod.adapters.oci.process.Subprocess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Starts conmon, as a process that lives on without the engine, and hears from it what became of what it was to start. */
final class MonitorLauncher {
    private final MonitorCgroup cgroup;
    private final Duration limit;

    /**
     * @param limit how long a runtime may take for anything
     */
    MonitorLauncher(MonitorCgroup cgroup, Duration limit) {
        this.cgroup = cgroup;
        this.limit = limit;
    }

    /**
     * Where a monitor works.
     *
     * @param runtime the runtime's name
     * @param folder its working folder
     * @param output takes what conmon and the runtime write
     * @param runtimeLog where the runtime says why it failed
     * @param kill ends the monitor and what it has started, such as a runtime that hangs
     */
    record Place(String runtime, Path folder, Path output, Path runtimeLog, Runnable kill) {}

    /** Starts a container's monitor; the pid of the container's process, which is held before its first instruction. */
    long launch(List<String> conmon, Place place) {
        return Blocking.call(() -> {
            try (SyncPipe pipe = new SyncPipe(false)) {
                int code = begin(conmon, place, pipe);
                return pid(pipe.await(limit, place.kill()), code, place);
            }
        });
    }

    /** A session that was started under a monitor of its own. */
    record Attached<T>(long pid, T connection) {}

    /**
     * Starts an exec session's monitor.
     *
     * @param connect called when its sockets are there, before the runtime is asked to start anything
     */
    <T extends AutoCloseable> Attached<T> launch(List<String> conmon, Place place, Supplier<T> connect) {
        return Blocking.call(() -> {
            try (SyncPipe pipe = new SyncPipe(true)) {
                int code = begin(conmon, place, pipe);
                if (pipe.awaitAttach(limit, place.kill()).data() < 0) {
                    throw RuntimeErrors.of(place.runtime(), place.runtimeLog(), said(place, code));
                }
                T connection = connect.get();
                boolean kept = false;
                try {
                    pipe.begin();
                    long pid = pid(pipe.await(limit, place.kill()), code, place);
                    kept = true;
                    return new Attached<>(pid, connection);
                } finally {
                    if (!kept) {
                        close(connection);
                    }
                }
            }
        });
    }

    private static void close(AutoCloseable connection) {
        try {
            connection.close();
        } catch (Exception e) {
            System.getLogger(MonitorLauncher.class.getName())
                    .log(System.Logger.Level.DEBUG, "a connection that is not needed could not be closed", e);
        }
    }

    /** The first process ends as soon as it has made the monitor. */
    private int begin(List<String> conmon, Place place, SyncPipe pipe) throws IOException {
        Child first = Subprocess.launch(conmon, pipe.env(), place.folder(), place.output(), pipe.passed());
        pipe.handedOver();
        // before it makes anything: its children inherit the group
        cgroup.adopt(first.pid());
        pipe.begin();
        return first.await(limit);
    }

    private static long pid(SyncPipe.Answer answer, int code, Place place) {
        if (answer.data() <= 0) {
            throw RuntimeErrors.of(
                    place.runtime(),
                    place.runtimeLog(),
                    answer.message().isEmpty() ? said(place, code) : answer.message());
        }
        return answer.data();
    }

    private static String said(Place place, int code) {
        return RuntimeErrors.text(place.output()).orElse("conmon ended with code " + code);
    }

    /** A runtime's program run to its end, within the same limit. */
    Subprocess.Result run(List<String> command) {
        return Subprocess.run(command, limit);
    }
}
