package io.helipod.core.exec;

/** Where an exec session is in its life (behaviour.md 13). */
public enum ExecStatus {
    /** Recorded; nothing was started. */
    CREATED,
    RUNNING,
    /** Its process is gone, or never came to be. */
    STOPPED;

    /** Whether it can be started here; a session runs once. */
    public boolean canStart() {
        return this == CREATED;
    }
}
