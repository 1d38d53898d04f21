package io.helipod.adapters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.adapters.http.fake.Server;
import io.helipod.core.testing.TestEngine;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The system group over a whole engine of fakes. */
@Timeout(30)
class SystemRoutesTest {
    private final TestEngine engine = new TestEngine();
    private final Server server = new Server(engine.api());

    @AfterEach
    void stop() throws IOException {
        server.close();
        engine.close();
    }

    private JsonNode get(String path) throws IOException {
        Server.Answer answer = server.request("GET", path, "");
        assertEquals(200, answer.status(), answer.body());
        return new ObjectMapper().readTree(answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/version", "/v1.40/version", "/v5.0.0/libpod/version"})
    void theVersionsAreThoseOfTheApiServed(String path) throws IOException {
        JsonNode version = get(path);
        assertEquals("1.44", version.path("ApiVersion").asText());
        assertEquals("1.24", version.path("MinAPIVersion").asText());
        JsonNode first = version.path("Components").path(0);
        assertEquals("Podman Engine", first.path("Name").asText());
        assertEquals("5.8.2", first.path("Details").path("APIVersion").asText());
        assertEquals("4.0.0", first.path("Details").path("MinAPIVersion").asText());
        assertEquals("Helipod", version.path("Components").path(3).path("Name").asText());
    }

    @Test
    void dockersInfoCountsWhatThereIs() throws IOException {
        engine.image("docker.io/library/x:latest");
        JsonNode info = get("/info");
        assertEquals(1, info.path("Images").asInt());
        assertEquals("amd64", info.path("Architecture").asText());
        assertEquals("1", info.path("CgroupVersion").asText());
        assertEquals("inactive", info.path("Swarm").path("LocalNodeState").asText());
        assertEquals(
                "name=seccomp,profile=default",
                info.path("SecurityOptions").path(0).asText());
        assertTrue(info.has("Labels") && info.path("Labels").isNull());
    }

    @Test
    void podmansInfoNamesRuntimeAndStore() throws IOException {
        JsonNode info = get("/v4.0.0/libpod/info");
        assertEquals("v1", info.path("host").path("cgroupVersion").asText());
        assertEquals(
                "debian",
                info.path("host").path("distribution").path("distribution").asText());
        assertEquals("5.8.2", info.path("version").path("APIVersion").asText());
        assertEquals(
                "Thu Jan  1 00:00:00 1970",
                info.path("version").path("BuiltTime").asText());
        assertEquals(0, info.path("store").path("imageStore").path("number").asInt());
        assertEquals("0h 0m 1.00s", info.path("host").path("uptime").asText());
    }

    @Test
    void whatTheReferenceRefusesIsRefusedAlike() throws IOException {
        Server.Answer plugins = server.request("POST", "/v1.40/plugins?x=1", "");
        assertEquals(404, plugins.status());
        assertEquals(
                "{\"cause\":\"\",\"message\":\"Path /v1.40/plugins is not supported\",\"response\":0}\n",
                plugins.body());
        assertTrue(plugins.head().contains("Api-Version: "));
        Server.Answer swarm = server.request("GET", "/swarm/unlock/key", "");
        assertEquals(503, swarm.status());
        assertTrue(swarm.body().contains("Podman does not support service: /swarm/unlock/key"), swarm.body());
        assertEquals(404, server.request("GET", "/swarm", "").status());
        for (String family : List.of("swarm", "services", "tasks", "nodes", "configs", "secrets")) {
            assertEquals(
                    503, server.request("GET", "/v1.41/" + family + "/x", "").status(), family);
            assertEquals(503, server.request("PUT", "/" + family + "/", "").status(), family);
            assertEquals(
                    404,
                    server.request("GET", "/v1.41-rc1/" + family + "/x", "").status(),
                    family);
        }
        Server.Answer update = server.request("POST", "/v1.41-rc1/secrets/x/update", "{}");
        assertEquals(501, update.status());
        assertTrue(update.body().contains("update is not supported"), update.body());
        assertTrue(update.head().contains("Api-Version: "), update.head());
        assertEquals(503, server.request("GET", "/secrets/x/update", "").status());
    }
}
