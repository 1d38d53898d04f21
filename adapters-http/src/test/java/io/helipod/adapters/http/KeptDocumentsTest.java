package io.helipod.adapters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.http.compat.CompatContainerRoutes;
import io.helipod.adapters.http.exchange.Dispatcher;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.fake.FakeContainers;
import io.helipod.adapters.http.fake.FakeEngine;
import io.helipod.adapters.http.fake.Samples;
import io.helipod.adapters.http.fake.Server;
import io.helipod.adapters.http.libpod.LibpodContainerRoutes;
import io.helipod.core.EngineApi;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of rows and documents shows every change, and nothing of it shows in the answers. */
@Timeout(30)
class KeptDocumentsTest {
    private final FakeContainers containers =
            new FakeContainers(Samples.container(ContainerSpec.of("alpine"), Samples.running(), "true"));
    private Instant now = Samples.running().startedAt().orElseThrow();
    private final Server server =
            Server.of(routing -> routing.any(new Dispatcher(routes(), HttpAdapterConfig.DEFAULT, false)));

    private Routes routes() {
        EngineApi engine = FakeEngine.of(containers);
        Routes routes = new Routes();
        InstantSource clock = () -> now;
        new CompatContainerRoutes(engine, clock).routes(routes);
        new LibpodContainerRoutes(engine).routes(routes);
        return routes;
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private String body(String path) throws IOException {
        Server.Answer answer = server.get(path);
        assertEquals(200, answer.status(), answer.body());
        assertTrue(answer.head().contains("Content-Length: " + answer.body().length()), answer.head());
        return answer.body();
    }

    @Test
    void theStatusOfARowAges() throws IOException {
        now = now.plusSeconds(3);
        assertTrue(body("/v1.44/containers/json?all=1").contains("\"Status\":\"Up 3 seconds\""));
        now = now.plus(Duration.ofMinutes(5));
        assertTrue(body("/v1.44/containers/json?all=1").contains("\"Status\":\"Up 5 minutes\""));
        containers.container = containers.container.withState(Samples.exited());
        now = Samples.exited().finishedAt().orElseThrow().plusSeconds(7);
        String exited = body("/v1.44/containers/json?all=1");
        assertTrue(exited.contains(" 7 seconds ago\"") && exited.contains("\"State\":\"exited\""), exited);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1.44/containers/json?all=1",
                "/v1.44/containers/cccccccccccc/json",
                "/v5.0.0/libpod/containers/json?all=true",
                "/v5.0.0/libpod/containers/cccccccccccc/json",
                "/v4.0.0/libpod/containers/cccccccccccc/json"
            })
    void anotherRevisionIsShown(String path) throws IOException {
        String before = body(path);
        assertEquals(before, body(path));
        containers.container = containers.container.withName("renamed");
        assertTrue(body(path).contains("renamed"), path);
        containers.container = containers.container.withState(Samples.exited());
        assertTrue(body(path).contains("exited"), path);
    }

    @ParameterizedTest
    @CsvSource({
        "/v5.0.0/libpod/containers/cccccccccccc/json, /v4.0.0/libpod/containers/web/json",
        "/v5.0.0/libpod/containers/cccccccccccc/json, /v1.44/containers/web/json",
        "/v5.0.0/libpod/containers/json?all=true, /v1.44/containers/json?all=true"
    })
    void familiesAndVersionsDoNotGetEachOthers(String one, String other) throws IOException {
        String first = body(one);
        String second = body(other);
        assertTrue(!first.equals(second), one);
        assertEquals(first, body(one));
        assertEquals(second, body(other));
    }

    private static ContainerSpec labelled(Map<String, String> labels) {
        ContainerSpec plain = ContainerSpec.of("alpine");
        return new ContainerSpec(
                plain.name(),
                plain.image(),
                plain.hostname(),
                labels,
                plain.annotations(),
                plain.createCommand(),
                plain.rawImage(),
                plain.exposedPorts(),
                plain.process(),
                plain.namespaces(),
                plain.security(),
                plain.storage(),
                plain.resources(),
                plain.log(),
                plain.lifecycle());
    }

    @Test
    void labelsThatLookLikeHtmlOrLikeTheRowComeAsTheyAre() throws IOException {
        String text = "<b>&\\\"0\\\",\\\"Status\\\":\\\"1</b>";
        ContainerSpec spec = labelled(Map.of("Status", "0", "html", "<b>&\"0\",\"Status\":\"1</b>"));
        ContainerRecord plain = containers.container;
        containers.container = Samples.container(spec, plain.state(), "true");
        for (String path : new String[] {"/v1.44/containers/json?all=1", "/v5.0.0/libpod/containers/json?all=true"}) {
            assertTrue(body(path).contains("\"Labels\":{\"Status\":\"0\",\"html\":\"" + text + "\"}"), body(path));
        }
        assertTrue(body("/v1.44/containers/json?all=1").contains("\"Status\":\"Up "));
    }
}
