package io.helipod.app;

import io.helipod.core.CoreConfig;
import io.helipod.core.image.Platform;
import io.helipod.core.system.EngineVersion;

/** What the core is told of the configuration. */
final class CoreWiring {
    /** One would let a single unpacking hold up everything else that hashes or unmounts. */
    private static final int FEWEST_WORKERS = 2;

    private CoreWiring() {}

    /**
     * The core's part of the configuration.
     *
     * @param architecture in Java's words ({@code os.arch})
     * @param processors usable by this process
     */
    static CoreConfig config(EngineConfig engine, EngineVersion version, String architecture, int processors) {
        EngineConfig.Defaults defaults = engine.containers();
        return new CoreConfig(
                version,
                platform(architecture),
                defaults.stopTimeout(),
                defaults.env(),
                defaults.rlimits(),
                defaults.pidsLimit(),
                defaults.logDriver(),
                defaults.logMaxSize(),
                defaults.shmSize(),
                defaults.init(),
                Math.max(FEWEST_WORKERS, processors));
    }

    /** Go's names of the machine, which images carry. */
    static Platform platform(String architecture) {
        return switch (architecture) {
            case "aarch64" -> new Platform("linux", "arm64", "v8");
            case "x86_64" -> new Platform("linux", "amd64", "");
            default -> new Platform("linux", architecture, "");
        };
    }
}
