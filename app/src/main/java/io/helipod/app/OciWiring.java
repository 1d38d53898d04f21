package io.helipod.app;

import io.helipod.adapters.oci.OciConfig;

/** What the OCI adapter is told. */
final class OciWiring {
    private OciWiring() {}

    /** The adapter's part of the engine's configuration. */
    static OciConfig config(EngineConfig config) {
        EngineConfig.Runtime runtime = config.runtime();
        EngineConfig.Defaults defaults = config.containers();
        return new OciConfig(
                config.storage().root().resolve("runtime"),
                config.storage().runRoot().resolve("runtime"),
                runtime.wanted(),
                runtime.known(),
                runtime.conmon(),
                runtime.helpers(),
                runtime.cgroupManager(),
                defaults.seccompProfile(),
                defaults.capabilities().stream()
                        .map(name -> name.startsWith("CAP_") ? name : "CAP_" + name)
                        .toList(),
                defaults.initPath());
    }
}
