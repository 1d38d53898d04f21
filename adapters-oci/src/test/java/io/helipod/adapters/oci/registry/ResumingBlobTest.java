package io.helipod.adapters.oci.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helipod.adapters.oci.RegistryConfig;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.error.EngineException.RegistryFailed.Kind;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.registry.RegistryCredentials;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResumingBlobTest {
    private final RegistryDouble server = new RegistryDouble();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aSourceThatCannotBeReachedForAMomentIsTriedAgain() throws IOException {
        byte[] bytes = new byte[3000];
        new Random(1).nextBytes(bytes);
        Digest digest = server.blob("a/b", bytes);
        server.once(x -> {
            RegistryDouble.cut(x, bytes.length, Arrays.copyOf(bytes, 1000));
            return true;
        });
        RegistryConfig config = HttpRegistryTest.config(server.host());
        Patience patience = new Patience(3, Duration.ofMillis(1));
        Session session = new Session(
                new Source(server.host(), "a/b", false),
                URI.create("http://" + server.host()),
                RegistryCredentials.ANONYMOUS,
                "",
                patience);
        AtomicInteger asked = new AtomicInteger();
        try (ResumingBlob blob = new ResumingBlob(
                new BlobReads(new RegistryCaller(config, InstantSource.system())),
                patience,
                List.of(() -> {
                    if (asked.incrementAndGet() == 2) {
                        throw new RegistryFailed(Kind.UNREACHABLE, "pinging", "connection refused", null);
                    }
                    return session;
                }),
                new Descriptor("", digest, bytes.length),
                0)) {
            assertArrayEquals(bytes, blob.readAllBytes());
        }
        assertEquals(3, asked.get());
    }
}
