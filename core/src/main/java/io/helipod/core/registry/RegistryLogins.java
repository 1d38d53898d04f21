package io.helipod.core.registry;

import java.util.Optional;

/** Driving port: whether a registry lets somebody in. Thread-safe. Nothing is stored. */
public interface RegistryLogins {
    /**
     * Shows the credentials to the registry.
     *
     * @param server host, host and port, or URL of the registry
     * @param tlsVerify as in {@link RegistryAccess}
     * @throws io.helipod.core.error.EngineException.RegistryFailed when it refuses them or cannot be asked
     * @throws io.helipod.core.error.EngineException.InvalidArgument when name or password is missing, or the server is no host
     */
    void check(String server, RegistryCredentials credentials, Optional<Boolean> tlsVerify);
}
