package io.helipod.core.container;

import java.time.Instant;
import java.util.Optional;

/**
 * How a container stands now. Kept with its record.
 *
 * @param pid of its first process in the host's pid namespace; 0 when there is none
 * @param monitorPid of its conmon; 0 when there is none
 * @param exitCode of the last run; 0 before one
 * @param startedAt of the last run
 * @param finishedAt of the last run
 * @param oomKilled whether the kernel ended the last run for want of memory
 * @param error why the last start failed; empty when it did not
 * @param stoppedByUser whether a client asked for its end
 */
public record ContainerState(
        ContainerStatus status,
        long pid,
        long monitorPid,
        int exitCode,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        boolean oomKilled,
        String error,
        boolean stoppedByUser) {
    /** A container that was only recorded. */
    public static final ContainerState CREATED =
            new ContainerState(ContainerStatus.CREATED, 0, 0, 0, Optional.empty(), Optional.empty(), false, "", false);

    /** The runtime holds it, nothing runs. */
    public ContainerState initialized(long newPid, long newMonitorPid) {
        return new ContainerState(
                ContainerStatus.INITIALIZED, newPid, newMonitorPid, exitCode, startedAt, finishedAt, false, "", false);
    }

    /** Its process runs. */
    public ContainerState running(Instant now) {
        return new ContainerState(
                ContainerStatus.RUNNING, pid, monitorPid, 0, Optional.of(now), finishedAt, false, "", false);
    }

    /** The same in another status. */
    public ContainerState withStatus(ContainerStatus other) {
        return new ContainerState(
                other, pid, monitorPid, exitCode, startedAt, finishedAt, oomKilled, error, stoppedByUser);
    }

    /** A client asked for its end. */
    public ContainerState stopping() {
        return new ContainerState(
                ContainerStatus.STOPPING, pid, monitorPid, exitCode, startedAt, finishedAt, oomKilled, error, true);
    }

    /** Its process is gone and all is cleaned up. */
    public ContainerState exited(int code, Instant at, boolean oom) {
        return new ContainerState(
                ContainerStatus.EXITED, 0, 0, code, startedAt, Optional.of(at), oom, error, stoppedByUser);
    }

    /** Its process is gone, cleaning up is still to be done. */
    public ContainerState stopped(int code, Instant at, boolean oom) {
        return new ContainerState(
                ContainerStatus.STOPPED, 0, monitorPid, code, startedAt, Optional.of(at), oom, error, stoppedByUser);
    }

    /** It could not be started and stays what it was. */
    public ContainerState failed(int code, String why) {
        ContainerStatus before = status == ContainerStatus.INITIALIZED ? ContainerStatus.CREATED : status;
        return new ContainerState(before, 0, 0, code, startedAt, finishedAt, false, why, stoppedByUser);
    }
}
