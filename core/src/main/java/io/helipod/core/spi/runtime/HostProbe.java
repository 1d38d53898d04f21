package io.helipod.core.spi.runtime;

import io.helipod.core.system.HostFacts;

/** Driven port: what the machine is and how it stands. Thread-safe; what cannot change is read once. */
@FunctionalInterface
public interface HostProbe {
    /** The facts now, or a moment ago: what moves by itself may be up to a second old. */
    HostFacts facts();
}
