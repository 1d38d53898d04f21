package io.helipod.adapters.oci.runtime;

import io.helipod.adapters.oci.spec.RuntimeSpecGenerator;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.container.Signal;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import io.helipod.core.spi.runtime.ExecRuntime;
import io.helipod.core.spi.runtime.StartedExec;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.TerminalSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Exec sessions, each under a conmon of its own. All that is known of one lies in its folder in the container's bundle, so an engine that
 * comes later finds it, and what is left goes with the bundle.
 */
public final class ConmonExecs implements ExecRuntime {
    private static final System.Logger LOG = System.getLogger(ConmonExecs.class.getName());
    private static final int SIGKILL = 9;
    private final RuntimePaths paths;
    private final Programs programs;
    private final RuntimeSpecGenerator generator;
    private final boolean systemdCgroup;
    private final MonitorLauncher launcher;
    private final ExitFiles exits;

    ConmonExecs(
            RuntimePaths paths,
            Programs programs,
            RuntimeSpecGenerator generator,
            boolean systemdCgroup,
            MonitorLauncher launcher,
            ExitFiles exits) {
        this.paths = paths;
        this.programs = programs;
        this.generator = generator;
        this.systemdCgroup = systemdCgroup;
        this.launcher = launcher;
        this.exits = exits;
    }

    @Override
    public StartedExec start(
            ContainerRecord container, ExecSession session, boolean connected, Optional<TerminalSize> size) {
        ContainerId id = container.id();
        Path root = containerRoot(id);
        ExecFolder folder = new ExecFolder(paths.exec(id, session.id()), id);
        boolean made = false;
        try {
            // not with its parents: those of a container that went meanwhile must not come back
            Files.createDirectory(
                    folder.path(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            exits.watch(folder.path());
            Files.write(folder.process(), generator.generate(container, session.spec(), root));
            StartedExec started = launch(session, folder, connected, size);
            made = true;
            return started;
        } catch (NoSuchFileException e) {
            throw new RuntimeFailed("container " + id + " is gone", 125);
        } catch (IOException e) {
            throw new StorageFailed("exec session " + session.id() + " could not be prepared: " + e.getMessage(), e);
        } finally {
            if (!made) {
                undo(folder, session.id());
            }
        }
    }

    /** The container's root as its first process sees it, mounts included. */
    private Path containerRoot(ContainerId id) {
        ProcessRef first = ProcessRef.read(paths.started(id))
                .orElseThrow(() -> new RuntimeFailed("container " + id + " does not run", 125));
        return Path.of("/proc/" + first.pid() + "/root");
    }

    private StartedExec launch(ExecSession session, ExecFolder folder, boolean connected, Optional<TerminalSize> size)
            throws IOException {
        ExecId id = session.id();
        MonitorLauncher.Place place = new MonitorLauncher.Place(
                programs.name(),
                folder.path(),
                folder.output(),
                folder.runtimeLog(),
                () -> monitor(folder, id).ifPresent(Monitor::kill));
        List<String> line = ConmonCommand.of(programs, paths, session, folder, connected, systemdCgroup);
        MonitorLauncher.Attached<Connection> started = launcher.launch(line, place, () -> {
            if (session.spec().terminal()) {
                size.ifPresent(known -> ControlFifo.resize(folder.control(), known));
            }
            return new Connection(
                    connected
                            ? Optional.of(AttachSocket.connect(
                                    folder.path(),
                                    RuntimePaths.ATTACH,
                                    session.spec().attach()))
                            : Optional.empty());
        });
        Optional<ProcessRef> process = ProcessRef.find(started.pid());
        if (process.isPresent()) {
            process.get().write(folder.started());
        } else {
            Files.writeString(folder.started(), ""); // it has ended already
        }
        Files.deleteIfExists(folder.process()); // it may hold secrets
        return new StartedExec(started.pid(), started.connection().streams());
    }

    private record Connection(Optional<AttachedStreams> streams) implements AutoCloseable {
        @Override
        public void close() {
            streams.ifPresent(AttachedStreams::close);
        }
    }

    private void undo(ExecFolder folder, ExecId id) {
        try {
            monitor(folder, id).ifPresent(Monitor::end);
            exits.forget(folder.exit());
            Trees.delete(folder.path());
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "something of exec session " + id + " is left", e);
        }
    }

    private static Optional<ProcessRef> monitor(ExecFolder folder, ExecId id) {
        return Monitor.find(folder.monitorPidFile(), id.value());
    }

    private ExecFolder folder(ContainerId container, ExecId id) {
        return new ExecFolder(paths.exec(container, id), container);
    }

    @Override
    public CompletableFuture<ExitStatus> exit(ContainerId container, ExecId id) {
        ExecFolder folder = folder(container, id);
        if (!Files.exists(folder.path())) {
            return CompletableFuture.completedFuture(folder.exit().lostNow());
        }
        return exits.await(
                folder.exit(),
                () -> process(folder).isEmpty() && monitor(folder, id).isEmpty());
    }

    private static Optional<ProcessRef> process(ExecFolder folder) {
        return ProcessRef.read(folder.started()).or(folder::written);
    }

    @Override
    public Optional<Long> pid(ContainerId container, ExecId id) {
        return process(folder(container, id)).map(ProcessRef::pid);
    }

    @Override
    public boolean started(ContainerId container, ExecId id) {
        return Files.exists(folder(container, id).path());
    }

    @Override
    public void signal(ContainerId container, ExecId id, Signal signal) {
        process(folder(container, id)).ifPresent(process -> process.signal(signal.number()));
    }

    @Override
    public void resize(ContainerId container, ExecId id, TerminalSize size) {
        ExecFolder folder = folder(container, id);
        if (Files.exists(folder.control())) {
            ControlFifo.resize(folder.control(), size);
        }
    }

    @Override
    public void forget(ContainerId container, ExecId id) {
        ExecFolder folder = folder(container, id);
        if (Files.exists(folder.path())) {
            undo(folder, id);
        }
    }

    @Override
    public List<ExecId> known(ContainerId container) {
        try (Stream<Path> all = Files.list(paths.execs(container))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(ExecId::isExecId)
                    .map(ExecId::new)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new StorageFailed("the exec sessions of container " + container + " cannot be listed", e);
        }
    }

    /** Ends what is left of a container's sessions, before their folders go with its bundle. */
    void containerGone(ContainerId container) {
        List<ExecId> all = known(container);
        for (ExecId id : all) {
            process(folder(container, id)).ifPresent(process -> process.signal(SIGKILL));
        }
        // all of them at once: one after the other, each would have its own time to end
        Monitor.end(all.stream()
                .flatMap(id -> monitor(folder(container, id), id).stream())
                .toList());
        all.forEach(id -> undo(folder(container, id), id));
    }
}
