package io.helipod.core;

import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.Rlimit;
import io.helipod.core.image.Platform;
import io.helipod.core.system.EngineVersion;
import java.util.Map;

/**
 * What the core needs to be told; set in code by an embedder, or read from containers.conf by the application.
 *
 * @param stopTimeout seconds between the stop signal and SIGKILL
 * @param env added to every container's environment, below the image's
 * @param rlimits given to every container that does not ask for its own
 * @param pidsLimit most tasks of a container that does not say; -1 unlimited
 * @param logMaxSize bytes of a container's log; -1 unlimited
 * @param shmSize bytes of /dev/shm
 * @param init whether containers get an init process by default
 * @param workers threads for unpacking, hashing and the like
 */
public record CoreConfig(
        EngineVersion version,
        Platform platform,
        long stopTimeout,
        Map<String, String> env,
        Map<String, Rlimit> rlimits,
        long pidsLimit,
        LogDriverName logDriver,
        long logMaxSize,
        long shmSize,
        boolean init,
        int workers) {
    public CoreConfig {
        env = Map.copyOf(env);
        rlimits = Map.copyOf(rlimits);
    }
}
