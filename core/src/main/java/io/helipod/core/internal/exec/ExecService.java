package io.helipod.core.internal.exec;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerStatus;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.container.Signal;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.WrongState;
import io.helipod.core.error.ResourceType;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.exec.ExecSpec;
import io.helipod.core.exec.ExecStatus;
import io.helipod.core.exec.Execs;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import io.helipod.core.id.IdGenerator;
import io.helipod.core.id.NameOrId;
import io.helipod.core.internal.container.Console;
import io.helipod.core.internal.container.ContainerTable;
import io.helipod.core.internal.container.ProcessTexts;
import io.helipod.core.internal.work.LockTable;
import io.helipod.core.internal.work.OpenStreams;
import io.helipod.core.spi.runtime.ExecRuntime;
import io.helipod.core.spi.runtime.StartedExec;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.ExecStore;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.TerminalSize;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Exec sessions. The container's lock is held to decide, never while a process is started; a session has a lock of its own, which is
 * taken before the container's.
 */
public final class ExecService implements Execs {
    /** As the reference: inspect answers for so long after the end (containers.conf exit_command_delay). */
    private static final Duration KEPT = Duration.ofMinutes(5);

    private static final int NOT_STARTED = 125;
    private static final long MOST_WAITING = 1000;
    private static final long MOST_TEXT = 8 << 20;
    private static final String IMPROPER = "exec session state improper";
    private final ContainerTable table;
    private final Console console;
    private final ExecStore store;
    private final ExecRuntime runtime;
    private final ExecEnds ends;
    private final InstantSource clock;
    private final IdGenerator ids;
    private final LockTable<ExecId> locks = new LockTable<>();
    private final OpenStreams<ExecId> open = new OpenStreams<>();

    public ExecService(
            ContainerTable table,
            Console console,
            ExecStore store,
            ExecRuntime runtime,
            InstantSource clock,
            IdGenerator ids) {
        this.table = table;
        this.console = console;
        this.store = store;
        this.runtime = runtime;
        this.ends = new ExecEnds(table, runtime);
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public ExecId create(NameOrId ref, ExecSpec spec) {
        ProcessTexts.check(spec.command(), spec.env(), spec.user(), spec.workingDir());
        return table.locked(ref, container -> {
            if (container.status() == ContainerStatus.PAUSED) {
                String text = "cannot create exec session as container " + container.id() + " is paused";
                throw new WrongState(text, "the container is paused");
            }
            if (container.status() != ContainerStatus.RUNNING) {
                throw new WrongState("can only create exec sessions on running containers, " + container.id() + " is "
                        + container.status().wire());
            }
            requireRoom(container.id(), spec);
            ExecSession session = ExecSession.of(new ExecId(ids.next()), container.id(), spec, clock.instant());
            List<Change> changes = new ArrayList<>(List.of(new Change.SaveExec(session)));
            changes.addAll(expired());
            table.commit(changes);
            return session.id();
        });
    }

    /** Sessions are kept in memory, with all that they were asked for. */
    private void requireRoom(ContainerId container, ExecSpec spec) {
        long waiting = 0;
        long size = ProcessTexts.size(spec);
        for (ExecSession other : store.of(container)) {
            if (!isExpired(other)) {
                waiting += other.status() == ExecStatus.CREATED ? 1 : 0;
                size += ProcessTexts.size(other.spec());
            }
        }
        if (waiting >= MOST_WAITING || size > MOST_TEXT) {
            String full = "container " + container + " has " + waiting
                    + " exec sessions that were never started, and together with others they take " + size
                    + " characters; remove some";
            throw new WrongState(full, "too many exec sessions");
        }
    }

    @Override
    public void requireStartable(ExecId id) {
        ContainerRecord unused = startable(inspect(id));
    }

    /** The session's container; both are in states that let it start. */
    private ContainerRecord startable(ExecSession session) {
        ContainerRecord container = running(session);
        if (!session.status().canStart()) {
            throw new WrongState("exec session " + session.id() + " was started before", IMPROPER);
        }
        return container;
    }

    @Override
    public AttachedStreams start(ExecId id, Optional<TerminalSize> size) {
        Begun begun = begin(id, true, size);
        AttachedStreams streams =
                console.ofSession(begun.container(), begun.process().streams().orElseThrow());
        return new ExecStreams(open.add(id, streams), ends.of(id));
    }

    @Override
    public void startDetached(ExecId id) {
        Begun unused = begin(id, false, Optional.empty());
    }

    /** Its record may be gone as soon as nobody holds its lock. */
    private record Begun(ContainerId container, StartedExec process) {}

    private Begun begin(ExecId id, boolean connected, Optional<TerminalSize> size) {
        try (LockTable.Held held = locks.lock(id)) {
            ExecSession session = inspect(id);
            ContainerRecord container = startable(session);
            StartedExec started;
            try {
                started = runtime.start(
                        container,
                        session,
                        connected,
                        size.or(() -> session.spec().size()));
            } catch (RuntimeFailed e) {
                // stopped or paused meanwhile: that is no end of a session that never began
                ContainerRecord unchanged = running(session);
                ends.failed(session, new ExitStatus(e.exitCode(), false, clock.instant()));
                throw e;
            } catch (InvalidArgument | StorageFailed e) {
                ends.failed(session, new ExitStatus(NOT_STARTED, false, clock.instant()));
                throw e;
            }
            recordStart(session, container, started);
            return new Begun(container.id(), started);
        }
    }

    /** A process that could not be recorded is ended: nobody would ever hear of it. */
    private void recordStart(ExecSession session, ContainerRecord container, StartedExec started) {
        try {
            ends.started(session.running(started.pid()), container);
        } catch (EngineException e) {
            started.streams().ifPresent(AttachedStreams::close);
            ends.drop(session.container(), session.id());
            throw e;
        }
    }

    private ContainerRecord running(ExecSession session) {
        return table.locked(NameOrId.of(session.container()), container -> {
            if (container.status() != ContainerStatus.RUNNING) {
                String why = "container " + container.id() + " is "
                        + container.status().wire();
                throw new WrongState("cannot exec in a container that is not running", why);
            }
            return container;
        });
    }

    @Override
    public void resize(ExecId id, TerminalSize size) {
        ExecSession session = inspect(id);
        ContainerRecord unused = running(session);
        if (session.status() != ExecStatus.RUNNING) {
            throw new WrongState("cannot resize exec session " + id + " as it is not running", IMPROPER);
        }
        if (session.spec().terminal()) {
            runtime.resize(session.container(), id, size);
        }
    }

    @Override
    public ExecSession inspect(ExecId id) {
        return store.get(id)
                .filter(session -> !isExpired(session))
                .orElseThrow(() -> new NotFound(ResourceType.EXEC_SESSION, id.value()));
    }

    @Override
    public List<ExecSession> list(ContainerId container) {
        List<ExecSession> all = store.of(container);
        return all.isEmpty()
                ? all
                : all.stream().filter(session -> !isExpired(session)).toList();
    }

    /** Takes away what nobody can ask for any more, whosever it is: its environment may hold secrets. */
    private List<Change> expired() {
        List<Change> changes = new ArrayList<>();
        store.list().stream().filter(this::isExpired).forEach(old -> changes.add(new Change.RemoveExec(old.id())));
        return changes;
    }

    private boolean isExpired(ExecSession session) {
        return session.finished()
                .filter(end -> end.plus(KEPT).isBefore(clock.instant()))
                .isPresent();
    }

    @Override
    public void remove(ExecId id, boolean force) {
        try (LockTable.Held held = locks.lock(id)) {
            ExecSession session = inspect(id);
            if (session.status() == ExecStatus.RUNNING) {
                if (!force) {
                    throw new WrongState("cannot remove exec session " + id + " as it is running", IMPROPER);
                }
                runtime.signal(session.container(), id, Signal.KILL);
                open.cutOffUnless(id, ends.of(id)::isDone);
                ends.await(id);
            }
            table.commit(List.of(new Change.RemoveExec(id)));
        }
    }

    /**
     * Records the ends of sessions that have left their codes; once, before the containers are reconciled: what an ended container's
     * sessions have left is given back with it.
     */
    public void settleEnded() {
        for (ExecSession session : store.list()) {
            boolean begun = session.status() == ExecStatus.RUNNING
                    || session.status() == ExecStatus.CREATED && runtime.started(session.container(), session.id());
            if (begun) {
                CompletableFuture<ExitStatus> exit = runtime.exit(session.container(), session.id());
                if (exit.isDone()) {
                    ends.settle(session.stopped(exit.join()));
                }
            }
        }
    }

    /** Finds the sessions of earlier engines again; once, after the containers were found. */
    public void reconcile() {
        for (ExecSession session : store.list()) {
            boolean seen = runtime.started(session.container(), session.id());
            switch (session.status()) {
                case RUNNING -> ends.watch(session);
                case CREATED -> {
                    if (seen) {
                        ends.adopt(session);
                    }
                }
                case STOPPED -> runtime.forget(session.container(), session.id());
            }
        }
        for (ContainerRecord container : table.store().list()) {
            if (container.status().isInRuntime()) {
                runtime.known(container.id()).stream()
                        .filter(id -> store.get(id).isEmpty())
                        .forEach(id -> ends.drop(container.id(), id));
            }
        }
    }
}
