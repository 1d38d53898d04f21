package io.helipod.core.system;

/** Driving port: what this engine is and runs on. Thread-safe; waits for no lock. */
public interface SystemInfo {
    /** Counts, host, runtime and storage. */
    EngineInfo info();

    /** Versions of this build. */
    EngineVersion version();

    /** The runtime's facts, known since start. */
    RuntimeFacts runtime();

    /** The host's facts. */
    HostFacts host();
}
