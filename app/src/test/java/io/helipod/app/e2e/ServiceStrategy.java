package io.helipod.app.e2e;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.InvalidConfigurationException;
import org.testcontainers.dockerclient.TransportConfig;

/** Tells Testcontainers where the service under test listens, whose socket is another at every run. Found by the service loader. */
public final class ServiceStrategy extends DockerClientProviderStrategy {
    private static final AtomicReference<Optional<String>> SERVICE = new AtomicReference<>(Optional.empty());

    /** Testcontainers asks once in the life of a JVM. */
    static void use(Service service) {
        SERVICE.set(Optional.of(service.url()));
    }

    @Override
    public TransportConfig getTransportConfig() throws InvalidConfigurationException {
        return TransportConfig.builder()
                .dockerHost(SERVICE.get()
                        .map(URI::create)
                        .orElseThrow(() -> new InvalidConfigurationException("no service runs")))
                .build();
    }

    @Override
    public String getDescription() {
        return "the service under test";
    }

    @Override
    protected int getPriority() {
        return Integer.MAX_VALUE;
    }
}
