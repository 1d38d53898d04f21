package io.helipod.core.system;

import java.time.Instant;

/** Everything {@code info} shows; a snapshot. */
public record EngineInfo(
        EngineVersion version,
        HostFacts host,
        RuntimeFacts runtime,
        StoreFacts store,
        int containers,
        int running,
        int paused,
        int stopped,
        int images,
        Instant now) {}
