package io.helipod.core.exec;

import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.TerminalSize;
import java.util.List;
import java.util.Optional;

/**
 * Driving port: further processes in running containers (behaviour.md 13). Thread-safe.
 *
 * <p>A session is known by its whole id only. It goes five minutes after its end, with its container, or when it is removed. It
 * outlives the engine as its container does.
 *
 * <p>Errors everywhere an id is taken: NotFound(EXEC_SESSION).
 */
public interface Execs {
    /**
     * Records a session in a running container; nothing is started.
     *
     * @throws io.helipod.core.error.EngineException.NotFound no such container
     * @throws io.helipod.core.error.EngineException.WrongState the container does not run, or is paused
     */
    ExecId create(NameOrId container, ExecSpec spec);

    /**
     * Refuses, as a start would by the states, before anything is begun. A start that comes between may still be refused.
     *
     * @throws io.helipod.core.error.EngineException.WrongState the container does not run, or the session was started before
     */
    void requireStartable(ExecId id);

    /**
     * CREATED to RUNNING, connected to the streams the session asked for; no output is missed. Its streams end when the process has
     * ended and its exit code can be inspected, or when they are closed, which leaves the process running.
     *
     * @param size of the terminal before the process begins; absent: what the session says; ignored without one
     * @throws io.helipod.core.error.EngineException.WrongState the container does not run, or the session was started before
     * @throws io.helipod.core.error.EngineException.RuntimeFailed it could not be started; the session is STOPPED then
     * @throws io.helipod.core.error.EngineException.InvalidArgument no such user or folder in the container; STOPPED too
     */
    AttachedStreams start(ExecId id, Optional<TerminalSize> size);

    /** The same without streams: output is dropped, input is empty. Does not wait for the end. */
    void startDetached(ExecId id);

    /** Tells the session's terminal its size. Nothing happens without a terminal; WrongState when it does not run. */
    void resize(ExecId id, TerminalSize size);

    /** The session. */
    ExecSession inspect(ExecId id);

    /** The sessions of a container, oldest first. */
    List<ExecSession> list(ContainerId container);

    /**
     * Forgets a session.
     *
     * @param force ends its process first, by SIGKILL
     * @throws io.helipod.core.error.EngineException.WrongState when it runs and force is not given
     */
    void remove(ExecId id, boolean force);
}
