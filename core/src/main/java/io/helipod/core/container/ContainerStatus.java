package io.helipod.core.container;

import java.util.Locale;

/** Where a container is in its life (behaviour.md 18), and what may be done to it there. */
public enum ContainerStatus {
    /** Recorded, nothing made in the runtime yet ("configured"). */
    CREATED,
    /** The runtime holds it, its process is not started. */
    INITIALIZED,
    RUNNING,
    PAUSED,
    /** A stop is under way. */
    STOPPING,
    /** Its process is gone, cleaning up is not done. */
    STOPPED,
    /** Its process is gone and everything it held in the kernel is given back. */
    EXITED,
    REMOVING,
    /** The runtime and the record contradict each other. */
    UNKNOWN;

    /** The word on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether start may begin here. */
    public boolean canStart() {
        return this == CREATED || this == INITIALIZED || this == STOPPED || this == EXITED;
    }

    /** Whether the runtime object can be made here. */
    public boolean canInit() {
        return this == CREATED || this == STOPPED || this == EXITED;
    }

    /** Whether a client may attach, a container without process being initialised for it. */
    public boolean canAttach() {
        return canInit() || this == INITIALIZED || this == RUNNING;
    }

    /** Whether a signal can be delivered. */
    public boolean canKill() {
        return this == RUNNING || this == STOPPING || this == PAUSED;
    }

    /** Whether its processes can be frozen. */
    public boolean canPause() {
        return this == RUNNING;
    }

    /** Whether the terminal can be resized. */
    public boolean canResize() {
        return this == INITIALIZED || this == RUNNING;
    }

    /** Whether it can be removed without force. */
    public boolean canRemove() {
        return this == CREATED || this == INITIALIZED || this == STOPPED || this == EXITED;
    }

    /** Whether a process of the container lives. */
    public boolean isAlive() {
        return this == RUNNING || this == PAUSED || this == STOPPING;
    }

    /** Whether the runtime holds an object for it. */
    public boolean isInRuntime() {
        return this == INITIALIZED || isAlive();
    }

    /** Whether its process has ended. */
    public boolean isOver() {
        return this == STOPPED || this == EXITED;
    }
}
