package io.helipod.app;

import io.helipod.adapters.oci.OciConfig;
import io.helipod.adapters.oci.RegistryConfig;

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
                defaults.initPath(),
                registries(config.registries()));
    }

    private static RegistryConfig registries(RegistrySettings settings) {
        return new RegistryConfig(
                settings.search(),
                settings.rules().stream().map(OciWiring::rule).toList(),
                settings.aliases(),
                switch (settings.shortNameMode()) {
                    case ENFORCING -> RegistryConfig.ShortNameMode.ENFORCING;
                    case PERMISSIVE -> RegistryConfig.ShortNameMode.PERMISSIVE;
                    case DISABLED -> RegistryConfig.ShortNameMode.DISABLED;
                },
                settings.certDirs(),
                settings.caBundles(),
                settings.authFiles(),
                RegistryConfig.Timing.DEFAULT);
    }

    private static RegistryConfig.Rule rule(RegistrySettings.Rule rule) {
        return new RegistryConfig.Rule(
                rule.prefix(),
                rule.location(),
                rule.insecure(),
                rule.blocked(),
                rule.mirrorByDigestOnly(),
                rule.mirrors().stream()
                        .map(mirror -> new RegistryConfig.Mirror(
                                mirror.location(),
                                mirror.insecure(),
                                switch (mirror.pullFrom()) {
                                    case ALL -> RegistryConfig.PullFrom.ALL;
                                    case DIGEST_ONLY -> RegistryConfig.PullFrom.DIGEST_ONLY;
                                    case TAG_ONLY -> RegistryConfig.PullFrom.TAG_ONLY;
                                }))
                        .toList());
    }
}
