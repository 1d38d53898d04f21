package io.helipod.core.internal.exec;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.container.Signal;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventAction;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import io.helipod.core.internal.container.ContainerTable;
import io.helipod.core.spi.runtime.ExecRuntime;
import io.helipod.core.spi.storage.Change;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Records how sessions begin and end. Takes no lock, so whoever holds one may wait here. */
final class ExecEnds {
    private static final System.Logger LOG = System.getLogger(ExecEnds.class.getName());
    private static final long SECONDS_FOR_SIGKILL = 20;
    private final ContainerTable table;
    private final ExecRuntime runtime;
    private final ConcurrentHashMap<ExecId, CompletableFuture<Void>> recorded = new ConcurrentHashMap<>();

    ExecEnds(ContainerTable table, ExecRuntime runtime) {
        this.table = table;
        this.runtime = runtime;
    }

    /** Records that it runs, and watches for its end. */
    void started(ExecSession session, ContainerRecord container) {
        Event begun = table.events()
                .of(EventAction.EXEC, container, Map.of("execID", session.id().value()));
        table.commit(List.of(new Change.SaveExec(session)), begun);
        watch(session);
    }

    /** From now on its end is recorded. */
    void watch(ExecSession session) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        recorded.put(session.id(), done);
        var unused = runtime.exit(session.container(), session.id())
                .whenComplete((exit, failure) -> Thread.ofVirtual()
                        .name("helipod-exec-end")
                        .start(() -> end(session, Optional.ofNullable(exit), done)));
    }

    private void end(ExecSession session, Optional<ExitStatus> exit, CompletableFuture<Void> done) {
        try {
            exit.ifPresent(status -> settle(session.stopped(status)));
        } finally {
            recorded.remove(session.id(), done);
            done.complete(null);
        }
    }

    /** Records an end, tells of it, and gives back what is left. */
    void settle(ExecSession stopped) {
        try {
            Event[] died = table.store()
                    .get(stopped.container())
                    .map(container -> new Event[] {died(container, stopped)})
                    .orElse(new Event[0]);
            table.commit(List.of(new Change.SaveExec(stopped)), died);
            runtime.forget(stopped.container(), stopped.id());
        } catch (NotFound e) {
            // its container was removed, and with it this
        } catch (Unavailable e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "exec session " + stopped.id() + " is left to the next engine");
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> "the end of exec session " + stopped.id() + " could not be recorded",
                    e);
        }
    }

    private Event died(ContainerRecord container, ExecSession stopped) {
        return table.events()
                .of(
                        EventAction.EXEC_DIED,
                        container,
                        Map.of(
                                "execID",
                                stopped.id().value(),
                                "containerExitCode",
                                Integer.toString(stopped.exitCode())));
    }

    /** It could not be started: nothing runs, nothing is told. */
    void failed(ExecSession session, ExitStatus exit) {
        try {
            table.commit(List.of(new Change.SaveExec(session.stopped(exit))));
        } catch (NotFound e) {
            // its container went meanwhile
        }
    }

    /** An engine started it and was killed before it could record that. */
    void adopt(ExecSession session) {
        ExecSession running =
                session.running(runtime.pid(session.container(), session.id()).orElse(0L));
        table.commit(List.of(new Change.SaveExec(running)));
        watch(running);
    }

    /** What no record speaks of is ended and given back. */
    void drop(ContainerId container, ExecId id) {
        runtime.signal(container, id, Signal.KILL);
        runtime.forget(container, id);
    }

    /** Completes when the session's end is recorded; it is complete when the session does not run. */
    CompletableFuture<Void> of(ExecId id) {
        CompletableFuture<Void> done = recorded.get(id);
        return done == null ? CompletableFuture.completedFuture(null) : done.copy();
    }

    /** Waits for a session that was sent SIGKILL. */
    void await(ExecId id) {
        try {
            of(id).get(SECONDS_FOR_SIGKILL, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while an exec session was ended", e);
        } catch (TimeoutException | ExecutionException e) {
            throw new RuntimeFailed("exec session " + id + " did not end after SIGKILL", 125);
        }
    }
}
