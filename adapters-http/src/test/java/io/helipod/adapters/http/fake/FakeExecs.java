package io.helipod.adapters.http.fake;

import io.helipod.core.container.ExitStatus;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.WrongState;
import io.helipod.core.error.ResourceType;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.exec.ExecSpec;
import io.helipod.core.exec.ExecStatus;
import io.helipod.core.exec.Execs;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.TerminalSize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Exec sessions of the one container, and a list of what was asked of them. */
public final class FakeExecs implements Execs {
    /** What was asked, one text a call. */
    public final List<String> calls = new CopyOnWriteArrayList<>();
    /** Whoever starts a session gets this. */
    public final FakeProcess process = new FakeProcess();
    /** Thrown by a start. */
    public volatile Optional<EngineException> failure = Optional.empty();

    /** Done when a start with streams is asked for, before anything else. */
    public volatile Runnable beforeStart = () -> {};

    private final FakeContainers containers;
    private final Map<ExecId, ExecSession> sessions = new ConcurrentHashMap<>();

    public FakeExecs(FakeContainers containers) {
        this.containers = containers;
    }

    /** The only session there is. */
    public ExecSession only() {
        return sessions.values().iterator().next();
    }

    /** Its process ends. */
    public void end(int code) {
        ExecSession session = only();
        sessions.put(session.id(), session.stopped(new ExitStatus(code, false, Instant.EPOCH)));
    }

    @Override
    public ExecId create(NameOrId container, ExecSpec spec) {
        ExecId id = new ExecId("ef".repeat(32));
        sessions.put(id, ExecSession.of(id, containers.inspect(container).id(), spec, Instant.EPOCH));
        return id;
    }

    @Override
    public void requireStartable(ExecId id) {
        if (failure.isPresent() && failure.get() instanceof WrongState refusal) {
            throw refusal;
        }
        if (!inspect(id).status().canStart()) {
            throw new WrongState("the session was started before", "exec session state improper");
        }
    }

    @Override
    public AttachedStreams start(ExecId id, Optional<TerminalSize> size) {
        beforeStart.run();
        startDetached(id);
        calls.add("start " + size);
        return process;
    }

    @Override
    public void startDetached(ExecId id) {
        ExecSession session = inspect(id);
        if (failure.isPresent()) {
            throw failure.get();
        }
        requireStartable(id);
        sessions.put(id, session.running(4712));
        calls.add("started");
    }

    @Override
    public void resize(ExecId id, TerminalSize size) {
        if (inspect(id).status() != ExecStatus.RUNNING) {
            throw new WrongState("the session does not run", "exec session state improper");
        }
        calls.add("resize " + size);
    }

    @Override
    public ExecSession inspect(ExecId id) {
        return Optional.ofNullable(sessions.get(id))
                .orElseThrow(() -> new NotFound(ResourceType.EXEC_SESSION, id.value()));
    }

    @Override
    public List<ExecSession> list(ContainerId container) {
        return List.copyOf(sessions.values());
    }

    @Override
    public void remove(ExecId id, boolean force) {
        ExecSession session = inspect(id);
        if (session.status() == ExecStatus.RUNNING && !force) {
            throw new WrongState("the session runs", "exec session state improper");
        }
        sessions.remove(id);
    }
}
