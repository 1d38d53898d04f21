package io.helipod.adapters.oci.runtime;

import io.helipod.adapters.oci.process.Subprocess;
import io.helipod.adapters.oci.spec.RuntimeSpecGenerator;
import io.helipod.adapters.oci.spec.SpecPaths;
import io.helipod.core.container.ContainerPaths;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.Mount;
import io.helipod.core.container.Signal;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.ContainerId;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.runtime.RuntimeBundle;
import io.helipod.core.spi.runtime.RuntimeHandle;
import io.helipod.core.spi.runtime.RuntimeState;
import io.helipod.core.system.RuntimeFacts;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Containers under conmon and an OCI runtime. All that is known of a container lies in files, so an engine that comes later finds
 * it; the monitor, not the engine, is the parent of the container's process.
 */
public final class ConmonRuntime implements ContainerRuntime, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ConmonRuntime.class.getName());
    private final RuntimePaths paths;
    private final Programs programs;
    private final RuntimeSpecGenerator generator;
    private final Supplier<RuntimeFacts> facts;
    private final ExitFiles exits;
    private final boolean systemdCgroup;
    private final MonitorLauncher launcher;
    private final ConmonExecs execs;
    private final Freezer freezer;

    ConmonRuntime(
            RuntimePaths paths,
            Programs programs,
            RuntimeSpecGenerator generator,
            Supplier<RuntimeFacts> facts,
            boolean systemdCgroup,
            MonitorLauncher launcher,
            ExitFiles exits,
            ConmonExecs execs,
            Freezer freezer) {
        this.launcher = launcher;
        this.exits = exits;
        this.execs = execs;
        this.freezer = freezer;
        this.paths = paths;
        this.programs = programs;
        this.generator = generator;
        this.facts = facts;
        this.systemdCgroup = systemdCgroup;
        for (Path folder : List.of(paths.containers(), paths.bundles(), paths.exits(), paths.runtimeRoot())) {
            makePrivate(folder);
        }
        exits.watch(paths.exits());
    }

    private static void makePrivate(Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new StorageFailed("folder " + folder + " could not be made", e);
        }
    }

    @Override
    public RuntimeFacts facts() {
        return facts.get();
    }

    @Override
    public List<String> check(ContainerSpec spec) {
        return generator.check(spec);
    }

    @Override
    public RuntimeHandle create(RuntimeBundle bundle) {
        ContainerRecord container = bundle.container();
        ContainerId id = container.id();
        boolean made = false;
        try {
            exits.forget(paths.exitFile(id));
            prepare(container, bundle.rootfs());
            RuntimeHandle handle = launch(container);
            made = true;
            return handle;
        } catch (IOException e) {
            throw new StorageFailed("container " + id + " could not be prepared: " + e.getMessage(), e);
        } finally {
            if (!made) {
                undo(id);
            }
        }
    }

    /** What a failed create has left; the failure itself is what counts. */
    private void undo(ContainerId id) {
        try {
            delete(id);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "something of container " + id + " is left", e);
        }
    }

    private void prepare(ContainerRecord container, Path rootfs) throws IOException {
        ContainerId id = container.id();
        Trees.delete(paths.bundle(id));
        makePrivate(paths.bundle(id));
        makePrivate(paths.execs(id));
        makePrivate(paths.state(id));
        for (Mount mount : container.spec().storage().mounts()) {
            if (mount instanceof Mount.Bind bind && bind.createSource()) {
                makeSource(Path.of(bind.source()));
            }
        }
        HostFiles.write(paths, container);
        SpecPaths spec = new SpecPaths(
                rootfs,
                paths.hosts(id),
                paths.hostname(id),
                paths.resolvConf(id),
                paths.containerEnv(id),
                programs.init(),
                cgroup(container));
        Files.writeString(paths.cgroup(id), cgroup(container));
        Files.write(paths.config(id), generator.generate(container, spec));
    }

    private static void makeSource(Path source) throws IOException {
        if (!Files.exists(source)) {
            try {
                Files.createDirectories(source);
            } catch (FileAlreadyExistsException e) {
                // somebody was quicker
            }
        }
    }

    /** The cgroup the container was made in. */
    private String cgroupOf(ContainerId id) {
        try {
            return Files.readString(paths.cgroup(id));
        } catch (IOException e) {
            return "/helipod/helipod-" + id; // made by an engine that did not write it down
        }
    }

    private String cgroup(ContainerRecord container) {
        String id = container.id().value();
        Optional<String> parent = container.spec().resources().cgroupParent();
        return systemdCgroup
                ? parent.orElse("machine.slice") + ":helipod:" + id
                : parent.orElse("/helipod") + "/helipod-" + id;
    }

    private RuntimeHandle launch(ContainerRecord container) throws IOException {
        ContainerId id = container.id();
        MonitorLauncher.Place place = new MonitorLauncher.Place(
                programs.name(),
                paths.bundle(id),
                paths.monitorOutput(id),
                paths.runtimeLog(id),
                () -> monitor(id).ifPresent(Monitor::kill));
        long pid = launcher.launch(ConmonCommand.of(programs, paths, container, systemdCgroup), place);
        ProcessRef process = ProcessRef.find(pid)
                .orElseThrow(() -> new RuntimeFailed("container " + id + " ended while it was created", 125));
        process.write(paths.started(id));
        return new RuntimeHandle(process.pid(), number(paths.monitorPidFile(id)).orElse(0L));
    }

    @Override
    public void start(ContainerId id) {
        Subprocess.Result result = runtime(id, "start", id.value());
        if (result.code() != 0) {
            throw RuntimeErrors.of(programs.name(), paths.runtimeLog(id), result.output());
        }
    }

    private Subprocess.Result runtime(ContainerId id, String... args) {
        List<String> line = new ArrayList<>(List.of(
                programs.runtime().toString(),
                "--root=" + paths.runtimeRoot(),
                "--log-format=json",
                "--log=" + paths.runtimeLog(id)));
        if (systemdCgroup) {
            line.add("--systemd-cgroup");
        }
        line.addAll(List.of(args));
        return launcher.run(line);
    }

    @Override
    public void pause(ContainerId id) {
        if (state(id) != RuntimeState.RUNNING) {
            throw new RuntimeFailed("container " + id + " does not run", 125);
        }
        freezer.freeze(cgroupOf(id));
    }

    @Override
    public void resume(ContainerId id) {
        if (Files.exists(paths.started(id))) {
            freezer.thaw(cgroupOf(id));
        }
    }

    @Override
    public void signal(ContainerId id, Signal signal, boolean all) {
        if (all) {
            Subprocess.Result unused = runtime(id, "kill", "--all", id.value(), Integer.toString(signal.number()));
            return;
        }
        process(id).ifPresent(process -> {
            if (!signal.equals(Signal.KILL) && !Files.exists(paths.startFifo(id))) {
                awaitProgram(id, process);
            }
            process.signal(signal.number());
            if (signal.equals(Signal.KILL)) {
                resume(id); // version 1 of cgroups delivers it only then
            }
        });
    }

    /**
     * The runtime's start returns a moment before the process becomes the container's program. A signal would hit the runtime's own
     * program then, and runc's ends with code 2.
     */
    private void awaitProgram(ContainerId id, ProcessRef process) {
        try {
            String[] parts = Files.readString(paths.started(id)).split(" ", 3);
            String waiting = parts.length == 3 ? parts[2] : "";
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            while (process.name().equals(waiting) && System.nanoTime() < end) {
                Thread.sleep(1);
            }
        } catch (IOException e) {
            // it ended meanwhile
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public RuntimeState state(ContainerId id) {
        if (!Files.exists(paths.started(id))) {
            return Files.exists(paths.bundle(id)) ? RuntimeState.CREATED : RuntimeState.ABSENT;
        }
        if (paths.exitFile(id).read().isPresent() || process(id).isEmpty()) {
            return RuntimeState.STOPPED;
        }
        if (Files.exists(paths.startFifo(id))) {
            return RuntimeState.CREATED;
        }
        return freezer.isFrozen(cgroupOf(id)) ? RuntimeState.PAUSED : RuntimeState.RUNNING;
    }

    @Override
    public CompletableFuture<ExitStatus> exit(ContainerId id) {
        return exits.await(paths.exitFile(id), () -> isLost(id));
    }

    /** Neither its process nor its monitor is there. */
    private boolean isLost(ContainerId id) {
        return process(id).isEmpty() && monitor(id).isEmpty();
    }

    /** The container's first process, if it is alive. */
    private Optional<ProcessRef> process(ContainerId id) {
        return ProcessRef.read(paths.started(id));
    }

    /** Its conmon, if that is alive: it carries the container's id in its command line. */
    private Optional<ProcessRef> monitor(ContainerId id) {
        return Monitor.find(paths.monitorPidFile(id), id.value());
    }

    private static Optional<Long> number(Path file) {
        try {
            return Optional.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public void delete(ContainerId id) {
        try {
            resume(id); // a frozen process cannot end
            // the first process of a pid namespace cannot end before its sessions' processes were taken by their
            // monitors
            execs.containerGone(id);
            if (Files.exists(paths.runtimeRoot().resolve(id.value()))) {
                Subprocess.Result result = runtime(id, "delete", "--force", id.value());
                if (result.code() != 0 && Files.exists(paths.runtimeRoot().resolve(id.value()))) {
                    throw RuntimeErrors.of(programs.name(), paths.runtimeLog(id), result.output());
                }
            }
            monitor(id).ifPresent(Monitor::end);
            execs.containerGone(id); // one may have been started meanwhile
            Trees.delete(paths.bundle(id));
            exits.forget(paths.exitFile(id));
        } catch (IOException e) {
            throw new StorageFailed("what is left of container " + id + " could not be removed", e);
        }
    }

    @Override
    public void forget(ContainerId id) {
        exits.forget(paths.exitFile(id));
        try {
            Trees.delete(paths.state(id));
        } catch (IOException e) {
            throw new StorageFailed("the log of container " + id + " could not be removed", e);
        }
    }

    @Override
    public List<ContainerId> known() {
        Set<String> names = new LinkedHashSet<>();
        for (Path folder : List.of(paths.bundles(), paths.containers())) {
            try (Stream<Path> all = Files.list(folder)) {
                all.map(path -> path.getFileName().toString()).forEach(names::add);
            } catch (IOException e) {
                throw new StorageFailed("folder " + folder + " could not be read", e);
            }
        }
        return names.stream()
                .filter(name -> name.matches("[0-9a-f]{64}"))
                .map(ContainerId::new)
                .toList();
    }

    @Override
    public ContainerPaths paths(ContainerRecord container) {
        ContainerId id = container.id();
        boolean held = container.status().isInRuntime();
        Optional<String> log = container
                        .spec()
                        .log()
                        .driver()
                        .filter(LogDriverName.NONE::equals)
                        .isPresent()
                ? Optional.empty()
                : container
                        .spec()
                        .log()
                        .path()
                        .or(() -> Optional.of(paths.log(id).toString()));
        return new ContainerPaths(
                paths.state(id).toString(),
                log,
                held ? paths.config(id).toString() : "",
                paths.pidFile(id).toString(),
                paths.monitorPidFile(id).toString(),
                held ? paths.resolvConf(id).toString() : "",
                held ? paths.hostname(id).toString() : "",
                held ? paths.hosts(id).toString() : "",
                held ? cgroup(container) : "",
                Map.of());
    }

    @Override
    public void close() {
        exits.close();
    }
}
