package io.helipod.app.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helidon.webserver.WebServer;
import io.helipod.core.EngineApi;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Helidon finds when it builds a server; with a real engine behind it in the end-to-end tests. */
class HelipodServerFeatureTest {
    @TempDir
    Path folder;

    private static WebServer server(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.putIfAbsent("server.host", "127.0.0.1");
        all.put("server.shutdown-hook", "false");
        return WebServer.builder()
                .config(Config.just(ConfigSources.create(all)).get("server"))
                .routing(routing -> routing.get("/hello", (request, response) -> response.send("hello")))
                .build();
    }

    @Test
    void withoutConfigurationNothingIsServed() throws Exception {
        WebServer server = server(Map.of()).start();
        try {
            assertEquals("200", get(server, "/hello"));
            assertEquals("404", get(server, "/_ping"));
            assertTrue(server.context().get(EngineApi.class).isEmpty());
            assertTrue(server.prototype().protocols().stream().anyMatch(HelipodProtocol.class::isInstance));
            assertTrue(server.prototype().protocols().stream()
                    .noneMatch(protocol -> protocol.type().equals(HelipodProtocol.TYPE)));
        } finally {
            server.stop();
        }
    }

    @Test
    void anEngineThatCannotStartFailsTheServersStart() throws IOException {
        WebServer server = server(Map.of(
                "server.features.helipod.root", folder.resolve("root").toString(),
                "server.features.helipod.runroot", folder.resolve("run").toString(),
                "server.features.helipod.runtime", "/nonexistent/runtime"));
        assertThrows(EngineException.class, server::start);
        assertFalse(server.isRunning());
        assertTrue(server.context().get(EngineApi.class).isEmpty());
    }

    @Test
    void settingsThatCannotBeMeantFailTheBuild() {
        refused(Map.of("server.features.helipod.rooot", "/x"), "rooot is not a known setting");
        refused(Map.of("server.features.helipod.sockets", "other"), "no listener other");
        refused(
                Map.of("server.features.helipod.enabled", "true", "server.protocols-discover-services", "false"),
                "protocols.helipod");
        refused(
                Map.of("server.features.helipod.enabled", "true", "server.host", "0.0.0.0"),
                "listener @default is not on loopback");
        refused(
                Map.of("server.features.helipod.enabled", "true", "server.bind-address", "0.0.0.0:0"),
                "listener @default is not on loopback");
        refused(Map.of("server.protocols.helipod.x", "y"), "server.protocols.helipod.x is not a known setting");
    }

    @Test
    void anOpenListenerServesWhenThatIsMeant() {
        WebServer server = server(Map.of(
                "server.features.helipod.allow-insecure-tcp", "true",
                "server.host", "0.0.0.0"));
        assertTrue(server.prototype().protocols().stream()
                .anyMatch(protocol -> protocol.type().equals(HelipodProtocol.TYPE)));
    }

    private static void refused(Map<String, String> values, String words) {
        InvalidArgument refusal = assertThrows(InvalidArgument.class, () -> server(values));
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }

    private static String get(WebServer server, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .build();
            return String.valueOf(
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
        }
    }
}
