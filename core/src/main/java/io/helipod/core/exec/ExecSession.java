package io.helipod.core.exec;

import io.helipod.core.container.ExitStatus;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import java.time.Instant;
import java.util.Optional;

/**
 * All that is kept of an exec session.
 *
 * @param pid of its process in the host's pid namespace; 0 when there is none
 * @param exitCode 0 before the end; 125, 126, 127 when it could not be started (behaviour.md 13)
 * @param finished when its process ended, or could not be started
 */
public record ExecSession(
        ExecId id,
        ContainerId container,
        ExecSpec spec,
        ExecStatus status,
        long pid,
        int exitCode,
        Instant created,
        Optional<Instant> finished) {
    /** A session that was only recorded. */
    public static ExecSession of(ExecId id, ContainerId container, ExecSpec spec, Instant now) {
        return new ExecSession(id, container, spec, ExecStatus.CREATED, 0, 0, now, Optional.empty());
    }

    /** Its process runs. */
    public ExecSession running(long newPid) {
        return new ExecSession(id, container, spec, ExecStatus.RUNNING, newPid, 0, created, Optional.empty());
    }

    /** Its process has ended, or could not be started. */
    public ExecSession stopped(ExitStatus exit) {
        return new ExecSession(
                id, container, spec, ExecStatus.STOPPED, 0, exit.code(), created, Optional.of(exit.at()));
    }
}
