package io.helipod.adapters.oci.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.oci.RegistryConfig;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.registry.RegistryCredentials;
import io.helipod.core.spi.registry.FoundRepository;
import io.helipod.core.spi.registry.Registry;
import io.helipod.core.testing.RegistryContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpRegistryTest extends RegistryContract {
    private final RegistryDouble server = new RegistryDouble();
    private final Registry registry = new HttpRegistry(config(server.host()), InstantSource.system(), 1000);

    /** These hosts by plain HTTP, and little patience. */
    static RegistryConfig config(String... insecure) {
        return new RegistryConfig(
                List.of(),
                List.of(insecure).stream()
                        .map(host -> new RegistryConfig.Rule(host, "", true, false, false, List.of()))
                        .toList(),
                Map.of(),
                RegistryConfig.ShortNameMode.PERMISSIVE,
                List.of(),
                List.of(),
                List.of(),
                new RegistryConfig.Timing(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(300),
                        Duration.ofMillis(500),
                        Duration.ofMillis(10),
                        3));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    protected Registry registry() {
        return registry;
    }

    @Override
    protected String host() {
        return server.host();
    }

    @Override
    protected Digest blob(String path, byte[] bytes) {
        return server.blob(path, bytes);
    }

    @Override
    protected Descriptor manifest(String path, String tag, String mediaType, byte[] bytes) {
        return new Descriptor(mediaType, server.manifest(path, tag, mediaType, bytes), bytes.length);
    }

    @Override
    protected void admit(RegistryCredentials credentials) {
        String expected = "Basic "
                + Base64.getEncoder()
                        .encodeToString((credentials.username() + ":"
                                        + credentials.password().value())
                                .getBytes(StandardCharsets.UTF_8));
        server.guard(x -> {
            if (expected.equals(x.getRequestHeaders().getFirst("Authorization"))) {
                return true;
            }
            x.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"here\"");
            RegistryDouble.error(x, 401, "UNAUTHORIZED", "authentication required");
            return false;
        });
    }

    @Test
    void aRegistryWithASearchOfItsOwnIsAskedByIt() {
        server.always(x -> {
            if (!x.getRequestURI().getPath().equals("/v1/search")) {
                return false;
            }
            String body =
                    "{\"results\":[{\"name\":\"a\\u0007b\",\"description\":\"d\",\"star_count\":3,\"is_official\":true},"
                            + "{\"name\":\"c\",\"star_count\":-1}]}";
            RegistryDouble.answer(x, 200, "application/json", body.getBytes(StandardCharsets.UTF_8));
            return true;
        });
        assertEquals(
                List.of(new FoundRepository("a b", "d", 3, true, false), new FoundRepository("c", "", 0, false, false)),
                registry.search(server.host(), "x y&n=9", 10, ANYBODY));
        assertEquals(1, registry.search(server.host(), "x", 1, ANYBODY).size());
        assertTrue(
                server.log().stream().anyMatch(line -> line.contains("/v1/search?q=x+y%26n%3D9&n=10 ")),
                "" + server.log());
    }

    @Test
    void aCatalogueThatIsNoneIsABrokenAnswer() {
        server.always(x -> {
            if (!x.getRequestURI().getPath().equals("/v2/_catalog")) {
                return false;
            }
            RegistryDouble.answer(x, 200, "application/json", "{\"repositories\":3}".getBytes(StandardCharsets.UTF_8));
            return true;
        });
        assertThrows(RegistryFailed.class, () -> registry.search(server.host(), "x", 10, ANYBODY));
    }

    @Test
    void everyPageHasItsOwnTries() {
        for (String tag : List.of("1", "2", "3")) {
            Descriptor unused = manifest("a/" + tag, tag, MANIFEST, new byte[] {'{', '}'});
            Descriptor same = manifest("a/b", tag, MANIFEST, new byte[] {'{', '}'});
        }
        AtomicInteger asked = new AtomicInteger();
        server.always(x -> {
            String path = x.getRequestURI().getPath();
            if (!path.endsWith("/_catalog") && !path.endsWith("/tags/list") || asked.getAndIncrement() % 2 == 1) {
                return false;
            }
            RegistryDouble.answer(x, 503, "", new byte[0]);
            return true;
        });
        assertEquals(List.of("1", "2", "3"), registry.tags(tagged("a/b", "1"), ANYBODY));
        assertEquals(4, registry.search(server.host(), "a/", 10, ANYBODY).size());
    }

    @Test
    void tagsComePageByPage() {
        for (String tag : List.of("1", "2", "3")) {
            Descriptor unused = manifest("a/b", tag, MANIFEST, new byte[] {'{', '}'});
        }
        assertEquals(List.of("1", "2", "3"), registry.tags(tagged("a/b", "1"), ANYBODY));
    }
}
