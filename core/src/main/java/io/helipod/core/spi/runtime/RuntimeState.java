package io.helipod.core.spi.runtime;

/** What the runtime itself says of a container (OCI runtime spec, runtime.md "State"). */
public enum RuntimeState {
    /** It knows none. */
    ABSENT,
    /** Made, not started. */
    CREATED,
    RUNNING,
    PAUSED,
    /** Its process is gone. */
    STOPPED
}
