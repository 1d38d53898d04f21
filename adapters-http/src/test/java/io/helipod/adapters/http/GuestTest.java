package io.helipod.adapters.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.NotFoundException;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.media.MediaContext;
import io.helidon.webserver.WebServerConfig;
import io.helipod.adapters.http.fake.FakeContainers;
import io.helipod.adapters.http.fake.FakeEngine;
import io.helipod.adapters.http.fake.LoudUpgrade;
import io.helipod.adapters.http.fake.Samples;
import io.helipod.adapters.http.fake.Server;
import io.helipod.adapters.http.fake.StoredLine;
import io.helipod.adapters.http.fake.Zipping;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.stream.StreamType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API in an application's own routing, on its own listener. */
@Timeout(60)
class GuestTest {
    private final FakeContainers containers =
            new FakeContainers(Samples.container(ContainerSpec.of("alpine"), Samples.running(), "true"));
    private final Server server =
            new Server(listener -> application(listener.addConnectionSelector(HijackSelector.create())));

    /** Its own routes come after the API, it has no media at all, zips what it can and takes every error. */
    private void application(WebServerConfig.Builder listener) {
        listener.mediaContext(MediaContext.builder()
                        .mediaSupportsDiscoverServices(false)
                        .registerDefaults(false)
                        .build())
                .contentEncoding(ContentEncodingContext.builder()
                        .contentEncodingsDiscoverServices(false)
                        .addContentEncoding(new Zipping())
                        .build())
                .addProtocol(new LoudUpgrade.Config())
                .routing(routing -> routing.addFeature(
                                EngineHttpFeature.guest(FakeEngine.of(containers), HttpAdapterConfig.DEFAULT))
                        .get("/hello", (request, response) -> response.send("hello".getBytes(ISO_8859_1)))
                        .get("/info", (request, response) -> response.send("own info".getBytes(ISO_8859_1)))
                        .post("/_ping", (request, response) -> response.send("own ping".getBytes(ISO_8859_1)))
                        .error(
                                NotFoundException.class,
                                (request, response, e) -> response.status(404).send("own 404".getBytes(ISO_8859_1)))
                        .error(
                                Exception.class,
                                (request, response, e) -> response.status(500).send("own 500".getBytes(ISO_8859_1))));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /hello, 200, hello",
        "GET, /info, 200, own info",
        "POST, /_ping, 200, own ping",
        "GET, /_ping, 200, OK",
        "GET, /nothing, 404, own 404",
        "GET, /v1.41/nothing, 404, own 404",
        "GET, /libpod/info, 404, own 404",
        "PUT, /v1.41/version, 404, own 404",
        "GET, /v1.41//version, 404, own 404",
    })
    void theApplicationsRoutesWinAndWhatNobodyServesIsTheApplications(
            String method, String path, int status, String body) throws IOException {
        // Helidon's own answers leave the connection open, so they are read by their length
        try (Server.Client client = server.connect()) {
            client.send(method + " " + path + " HTTP/1.1\r\nHost: d\r\nContent-Length: 0\r\n\r\n");
            String head = client.readUntil("\r\n\r\n");
            assertTrue(head.startsWith("HTTP/1.1 " + status + " "), head);
            Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
            assertTrue(length.find(), head);
            assertEquals(body, new String(client.in().readNBytes(Integer.parseInt(length.group(1))), ISO_8859_1));
        }
    }

    @Test
    void jsonNeedsNoMediaSupport() throws IOException {
        Server.Answer container = server.request("GET", "/v1.41/containers/web/json", "");
        assertEquals(200, container.status());
        assertEquals(
                Samples.ID.value(),
                new ObjectMapper().readTree(container.body()).path("Id").asText());
        Server.Answer broken = server.request("POST", "/v1.41/containers/create", "{");
        assertEquals(400, broken.status());
        assertTrue(new ObjectMapper().readTree(broken.body()).hasNonNull("message"), broken.body());
    }

    @Test
    void failuresOfTheApiAreAnsweredByTheApi() throws IOException {
        Server.Answer missing = server.request("GET", "/v1.41/images/nosuch/json", "");
        assertEquals(404, missing.status());
        assertTrue(new ObjectMapper().readTree(missing.body()).hasNonNull("message"), missing.body());
    }

    @Test
    void documentsAreEncodedAsTheApplicationDoesAndStreamsAreNot() throws IOException {
        String zipped = " HTTP/1.1\r\nHost: d\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n";
        try (Server.Client client = server.connect()) {
            client.send("GET /v1.41/containers/web/json" + zipped);
            String head = client.readUntil("\r\n\r\n");
            assertTrue(head.contains("Content-Encoding: gzip"), head);
            byte[] body = client.rest().getBytes(ISO_8859_1);
            try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(body))) {
                assertTrue(new ObjectMapper().readTree(unzipped).hasNonNull("Id"));
            }
        }
        containers.log.add(StoredLine.of(StreamType.STDOUT, "a line", false));
        try (Server.Client client = server.connect()) {
            client.send("GET /v1.41/containers/web/logs?stdout=1" + zipped);
            String head = client.readUntil("\r\n\r\n");
            assertFalse(head.contains("Content-Encoding"), head);
            assertTrue(client.rest().contains("a line"));
        }
    }

    @Test
    void withoutTheSelectorStreamsComeAllTheSameAndAttachSaysWhatIsMissing() throws IOException {
        containers.log.add(StoredLine.of(StreamType.STDOUT, "a line", false));
        Server bare = new Server(this::application);
        try (Server.Client client = bare.connect()) {
            client.send("GET /v1.41/containers/web/logs?stdout=1 HTTP/1.1\r\nHost: d\r\nAccept-Encoding: gzip\r\n\r\n");
            String answer = client.rest();
            assertFalse(answer.contains("Content-Encoding"), answer);
            assertTrue(answer.endsWith("a line\n\r\n0\r\n\r\n"), answer);
            Server.Answer attach = bare.request("POST", "/v1.44/containers/web/attach?stream=1&stdout=1", "");
            assertEquals(501, attach.status());
            assertTrue(attach.body().contains("connection selector"), attach.body());
        } finally {
            bare.close();
        }
    }

    @Test
    void attachTakesTheConnectionOver() throws IOException {
        containers.process.print(StreamType.STDOUT, "out");
        containers.process.end();
        try (Server.Client client = server.connect()) {
            client.send("POST /v1.44/containers/web/attach?stream=1&stdout=1 HTTP/1.1\r\nHost: d\r\n"
                    + "Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
            assertTrue(client.readUntil("\r\n\r\n").startsWith("HTTP/1.1 101 "));
            assertEquals("\1\0\0\0\0\0\0\3out", client.rest());
        }
    }

    @Test
    void theApplicationsUpgradesStay() throws IOException {
        try (Server.Client client = server.connect()) {
            client.send("GET /hello HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: loud\r\n\r\n");
            assertEquals("HTTP/1.1 101 Loud\r\nUpgrade: loud\r\n\r\nHELLO", client.rest());
        }
    }
}
