package io.helipod.core.internal.container;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerStatus;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.WrongState;
import io.helipod.core.event.EventAction;
import io.helipod.core.id.ContainerId;
import io.helipod.core.internal.work.Undo;
import io.helipod.core.internal.work.Work;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.runtime.RuntimeBundle;
import io.helipod.core.spi.runtime.RuntimeHandle;
import io.helipod.core.spi.storage.LayerStore;
import io.helipod.core.stream.StreamSelection;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes a container from its record to a running process. Between the runtime's work and the commit a kill of the engine leaves a
 * process without a word in the record; the next start finds it and believes the runtime.
 */
final class Starter {
    /** The code of what the engine could not start, as docker's client exits with it. */
    private static final int NOT_STARTED = 125;

    private static final int MOST_WAITING = 100;

    private final ContainerTable table;
    private final ContainerRuntime runtime;
    private final Console console;
    private final LayerStore layers;
    private final Reaper reaper;
    private final Remover remover;
    private final Work work;
    private final InstantSource clock;
    private final ConcurrentHashMap<ContainerId, List<Waiting>> attachers = new ConcurrentHashMap<>();

    private record Waiting(PendingStreams streams, StreamSelection selection) {}

    Starter(
            ContainerTable table,
            ContainerRuntime runtime,
            Console console,
            LayerStore layers,
            Reaper reaper,
            Remover remover,
            Work work,
            InstantSource clock) {
        this.table = table;
        this.runtime = runtime;
        this.console = console;
        this.layers = layers;
        this.reaper = reaper;
        this.remover = remover;
        this.work = work;
        this.clock = clock;
    }

    /** CREATED, STOPPED, EXITED to INITIALIZED, recorded. Call under the lock. */
    ContainerRecord init(ContainerRecord container) {
        ContainerRecord made = make(container);
        try (Undo undo = new Undo()) {
            undo.add(() -> unmake(container.id()));
            table.save(made, EventAction.INIT);
            undo.keep();
        }
        reaper.watch(made);
        return made;
    }

    /** Any startable status to RUNNING. Call under the lock. */
    void start(ContainerRecord container) {
        boolean fresh = container.status() != ContainerStatus.INITIALIZED;
        ContainerRecord made;
        try {
            made = fresh ? make(container) : container;
            connectWaiting(made);
            runtime.start(container.id());
        } catch (RuntimeFailed e) {
            failed(container, e, e.exitCode());
            throw e;
        } catch (InvalidArgument | StorageFailed e) {
            failed(container, e, NOT_STARTED);
            throw e;
        }
        ContainerRecord running = made.withState(made.state().running(clock.instant()));
        if (fresh) {
            table.save(running, EventAction.INIT, EventAction.START);
            reaper.watch(running);
        } else {
            table.save(running, EventAction.START);
        }
    }

    /** A client that attached although the container could not be initialised; it is served when a start works. */
    PendingStreams awaitStart(ContainerId id, StreamSelection selection) {
        List<Waiting> waiting = attachers.computeIfAbsent(id, key -> new CopyOnWriteArrayList<>());
        if (waiting.size() >= MOST_WAITING) {
            throw new WrongState(
                    "container " + id + " has " + waiting.size() + " clients that wait for its start",
                    "too many clients");
        }
        PendingStreams streams =
                new PendingStreams(() -> waiting.removeIf(one -> one.streams().isClosed()));
        waiting.add(new Waiting(streams, selection));
        return streams;
    }

    /** Nobody will start this container any more. */
    void abandon(ContainerId id) {
        List<Waiting> waiting = attachers.remove(id);
        if (waiting != null) {
            waiting.forEach(one -> one.streams().close());
        }
    }

    private ContainerRecord make(ContainerRecord container) {
        try (Undo undo = new Undo()) {
            undo.add(() -> layers.unmount(container.id()));
            Path rootfs = work.call(() -> layers.mount(container.id()));
            RuntimeHandle handle = runtime.create(new RuntimeBundle(container, rootfs));
            undo.keep();
            return container.withState(container.state().initialized(handle.pid(), handle.monitorPid()));
        }
    }

    private void unmake(ContainerId id) {
        runtime.delete(id);
        layers.unmount(id);
    }

    private void connectWaiting(ContainerRecord container) {
        List<Waiting> waiting = attachers.remove(container.id());
        if (waiting != null) {
            waiting.forEach(one -> one.streams().connect(console.attach(container, one.selection())));
        }
    }

    private void failed(ContainerRecord container, EngineException why, int code) {
        work.run(() -> unmake(container.id()));
        abandon(container.id());
        ContainerRecord failed = container.withState(container.state().failed(code, why.message()));
        if (container.spec().lifecycle().autoRemove()) {
            remover.remove(failed);
        } else {
            table.save(failed);
        }
    }
}
