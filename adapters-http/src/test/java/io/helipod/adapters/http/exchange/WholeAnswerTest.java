package io.helipod.adapters.http.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.http.HttpAdapterConfig;
import io.helipod.adapters.http.fake.Server;
import io.helipod.adapters.http.shared.PingRoutes;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request without a body is answered past the server's response: nobody may see a difference. */
@Timeout(30)
class WholeAnswerTest {
    private final Server server = Server.of(routing ->
            routing.any(new Dispatcher(routes(), HttpAdapterConfig.DEFAULT.withCors(Optional.of("http://o")), false)));

    private static Routes routes() {
        Routes routes = new Routes();
        new PingRoutes().routes(routes);
        routes.get("/large", x -> x.json(200, "x".repeat(100_000)));
        routes.get("/header", x -> {
            x.responseHeader("X-Content-Type-Options", "nosniff");
            x.text(200, "text");
        });
        routes.get("/split", x -> {
            x.responseHeader("X-Evil", "a\r\nSet-Cookie: b");
            x.text(200, "text");
        });
        routes.get("/created", x -> x.json(201, Map.of()));
        routes.get("/gone", x -> {
            throw new NotFound(ResourceType.CONTAINER, "x");
        });
        return routes;
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private String exchange(String request) throws IOException {
        try (Server.Client client = server.connect()) {
            client.send(request);
            return client.rest();
        }
    }

    private static Map<String, String> headers(String answer) {
        Map<String, String> all = new TreeMap<>();
        for (String line : answer.substring(0, answer.indexOf("\r\n\r\n")).split("\r\n")) {
            int colon = line.indexOf(':');
            String before = all.put(
                    colon < 0 ? "" : line.substring(0, colon),
                    line.substring(colon + 1).strip());
            assertEquals(null, before, "twice: " + line);
        }
        assertTrue(all.remove("Date").endsWith(" GMT"), answer);
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /_ping",
        "HEAD, /_ping",
        "GET, /v1.44/_ping",
        "GET, /large",
        "HEAD, /nothing",
        "GET, /header",
        "GET, /created",
        "GET, /gone",
        "GET, /v1.44/gone"
    })
    void itsHeadAndBodyAreThoseOfTheServersOwn(String method, String path) throws IOException {
        String common = method + " " + path + " HTTP/1.1\r\nHost: d\r\nX-Reference-Id: ref\r\nConnection: close\r\n";
        String whole = exchange(common + "\r\n");
        String served = exchange(common + "Content-Length: 0\r\n\r\n");
        assertEquals(headers(served), headers(whole));
        assertEquals(served.substring(served.indexOf("\r\n\r\n")), whole.substring(whole.indexOf("\r\n\r\n")));
        assertEquals("close", headers(whole).get("Connection"));
    }

    @Test
    void theConnectionStaysOpenUntilTheClientAsksForItsEnd() throws IOException {
        String request = "GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n";
        String both = exchange(request + request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        assertEquals(3, both.split("HTTP/1.1 200 OK", -1).length, both);
        assertTrue(both.contains("\r\nConnection: keep-alive\r\n"), both);
        assertTrue(both.endsWith("\r\n\r\nOK"), both);
    }

    @Test
    void aHeaderThatWouldBreakTheHeadIsNotSent() throws IOException {
        String answer = exchange("GET /split HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
        assertTrue(!answer.contains("Set-Cookie"), answer);
        assertThrows(IllegalArgumentException.class, () -> HeaderBlock.of("X-Evil", "a\r\nb"));
        assertThrows(IllegalArgumentException.class, () -> HeaderBlock.of("X Evil", "a"));
    }
}
