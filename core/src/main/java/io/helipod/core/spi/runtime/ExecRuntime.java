package io.helipod.core.spi.runtime;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.container.Signal;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import io.helipod.core.stream.TerminalSize;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Driven port: further processes in a container the runtime runs, each under a monitor of its own that outlives the engine.
 * Thread-safe; the caller keeps operations on one session apart. What is left of a session goes with its container too.
 */
public interface ExecRuntime {
    /**
     * Starts the session's process.
     *
     * @param connected whether to connect to the streams the session asks for; output written from the first instruction on is there
     * @param size of the terminal before the first instruction
     * @throws io.helipod.core.error.EngineException.RuntimeFailed with the program's own words; nothing is left of it then
     * @throws io.helipod.core.error.EngineException.InvalidArgument no such user in the container
     */
    StartedExec start(ContainerRecord container, ExecSession session, boolean connected, Optional<TerminalSize> size);

    /**
     * Completes when the process has ended, also one that an earlier engine started and that ended while there was none; with code 137
     * when it went together with its container or its monitor died without a word.
     */
    CompletableFuture<ExitStatus> exit(ContainerId container, ExecId id);

    /** The process's pid while it lives, also of one that an earlier engine started. */
    Optional<Long> pid(ContainerId container, ExecId id);

    /** Whether it was ever started, as far as this can be seen: also by an engine that was killed before it could say so. */
    boolean started(ContainerId container, ExecId id);

    /** Sends a signal to the process; one that is gone is no error. */
    void signal(ContainerId container, ExecId id, Signal signal);

    /** Tells the terminal its size. */
    void resize(ContainerId container, ExecId id, TerminalSize size);

    /** Removes what is left of a session whose process has ended; nothing happens when there is nothing. */
    void forget(ContainerId container, ExecId id);

    /** Sessions of the container of which anything is left here. */
    List<ExecId> known(ContainerId container);
}
