package io.helipod.core.container;

import io.helipod.core.id.NameOrId;
import java.util.concurrent.Future;

/**
 * Driving port: what moves a container through its states (behaviour.md 18). Thread-safe; operations on one container wait
 * for each other, waiting for an exit does not hold anything.
 *
 * <p>Errors everywhere: NotFound(CONTAINER), Ambiguous(CONTAINER), WrongState, RuntimeFailed.
 */
public interface ContainerLifecycle {
    /** Makes the runtime object without starting the process. CREATED, STOPPED, EXITED to INITIALIZED; else UNCHANGED. */
    Transition init(NameOrId ref);

    /** CREATED, INITIALIZED, STOPPED, EXITED to RUNNING; RUNNING is UNCHANGED; else WrongState. */
    Transition start(NameOrId ref);

    /**
     * Sends the stop signal, then SIGKILL; returns when all is cleaned up. RUNNING, INITIALIZED, STOPPING to EXITED; STOPPED
     * and EXITED are UNCHANGED, CREATED is CHANGED and does nothing; PAUSED as the options say.
     */
    Transition stop(NameOrId ref, StopOptions options);

    /**
     * Stops it when it runs, then starts it.
     */
    void restart(NameOrId ref, StopOptions options);

    /** Freezes all its processes. RUNNING to PAUSED; else WrongState. */
    void pause(NameOrId ref);

    /** Lets them go on. PAUSED to RUNNING; else WrongState. */
    void unpause(NameOrId ref);

    /**
     * Sends a signal to its first process. RUNNING, STOPPING, PAUSED; else WrongState. Does not wait.
     */
    void kill(NameOrId ref, Signal signal);

    /**
     * Starts waiting: what happens after this call returns is not missed. The future yields the exit code, or -1 for
     * conditions without one; cancelling it ends the wait. A container that was removed a short while ago still yields its
     * exit code for conditions that its end fulfils, if {@code ref} is its full id.
     */
    Future<Integer> await(NameOrId ref, WaitCondition condition);
}
