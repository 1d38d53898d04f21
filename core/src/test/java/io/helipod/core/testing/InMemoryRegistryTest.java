package io.helipod.core.testing;

import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.registry.RegistryCredentials;
import io.helipod.core.spi.registry.Registry;

class InMemoryRegistryTest extends RegistryContract {
    private final InMemoryRegistry registry = new InMemoryRegistry();

    @Override
    protected Registry registry() {
        return registry;
    }

    @Override
    protected String host() {
        return "registry.example";
    }

    @Override
    protected Digest blob(String path, byte[] bytes) {
        return registry.blob(host() + "/" + path, bytes);
    }

    @Override
    protected Descriptor manifest(String path, String tag, String mediaType, byte[] bytes) {
        return registry.manifest(host() + "/" + path, tag, mediaType, bytes);
    }

    @Override
    protected void admit(RegistryCredentials credentials) {
        registry.admit(credentials);
    }
}
