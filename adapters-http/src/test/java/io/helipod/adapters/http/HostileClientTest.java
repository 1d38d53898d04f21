package io.helipod.adapters.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.http.fake.Server;
import io.helipod.core.testing.TestEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are wrong, slow or malicious get a clear answer, and the service goes on. */
@Timeout(60)
class HostileClientTest {
    private final TestEngine engine = new TestEngine();
    private final Server server = new Server(engine.api());

    @AfterEach
    void theServiceGoesOn() throws IOException {
        try {
            assertEquals("OK", server.request("GET", "/_ping", "").body());
        } finally {
            server.close();
            engine.close();
        }
    }

    /** Everything up to the end of the connection, however it ends. */
    private String raw(String text) throws IOException {
        try (Server.Client client = server.connect()) {
            try {
                client.send(text);
            } catch (IOException e) {
                // the server may have closed before it got everything; its answer can still be read
            }
            return rest(client);
        }
    }

    private static String rest(Server.Client client) {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        try {
            client.in().transferTo(seen);
        } catch (IOException e) {
            // reset, because not all that was sent has been read
        }
        return seen.toString(ISO_8859_1);
    }

    private String head(String line) throws IOException {
        return raw(line + "\r\nHost: d\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "GET http://d/_ping HTTP/1.1, 200",
        "GET https://d:1/v1.44/_ping?x=//y HTTP/1.1, 200",
        "OPTIONS * HTTP/1.1, 400",
        "CONNECT d:80 HTTP/1.1, 400",
        "GET /_ping HTTP/0.9, 400",
        "GET /_ping, 400",
        "PRI * HTTP/2.0, 400",
        "POST /libpod/containers/json HTTP/1.1, 404",
        "POST /v5.0.0/libpod/containers/json HTTP/1.1, 405",
        "POST /libpod/_ping HTTP/1.1, 405"
    })
    void theFirstLineIsAnsweredByItsKind(String line, int status) throws IOException {
        String answer = head(line);
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/containers/\u0000/json", "/x//\u0001", "/\u00c3\u00a9//", "/containers/json?filters=\u00e9"})
    void bytesThatMustBeEncodedAreRefused(String target) throws IOException {
        String answer = head("GET " + target + " HTTP/1.1");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("percent-encoded"), answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no colon",
                "Content-Length: -1",
                "Content-Length: 99999999999999999999",
                "Content-Length: 1\r\nContent-Length: 2",
                "Content-Length: 1\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked",
                "a: b\r\n folded"
            })
    void framingThatCannotBeReadIsSaidAndEndsTheConnection(String header) throws IOException {
        String answer = raw("POST /containers/create HTTP/1.1\r\nHost: d\r\n" + header + "\r\n\r\n");
        assertTrue(answer.matches("(?s)HTTP/1.1 (400|501) .*"), answer);
        assertTrue(answer.contains("Connection: close\r\n"), answer);
        assertTrue(answer.contains("\"message\":\""), answer);
        assertTrue(answer.contains("Content-Type: application/json\r\n"), answer);
    }

    @Test
    void aReferenceThatIsNoTextIsReplaced() throws IOException {
        String answer = head("GET /_ping HTTP/1.1\r\nX-Reference-Id: a\u0001\u00ff");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertFalse(answer.contains("a\u0001"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/_ping", "/containers/nobody/start"})
    void aHugeChunkThatNobodyAskedForIsNotWaitedFor(String path) throws IOException {
        String answer = raw("POST " + path + " HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n40000000\r\n"
                + "x".repeat(2 << 20));
        assertTrue(answer.matches("(?s)HTTP/1.1 40[45] .*"), answer);
        assertTrue(answer.contains("Connection: close\r\n"), answer);
    }

    @Test
    void aSmallChunkedBodyThatNobodyAskedForIsTaken() throws IOException {
        try (Server.Client client = server.connect()) {
            client.send("POST /containers/nobody/start HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "5;extension\r\nhello\r\n0\r\nTrailer: x\r\n\r\n");
            assertTrue(client.rest().startsWith("HTTP/1.1 404 ")); // to its end, without a reset
        }
    }

    @Test
    void aClientThatWaitsToBeToldToGoOnIsAnsweredAtOnce() throws IOException {
        String answer =
                raw("POST /nothing HTTP/1.1\r\nHost: d\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
    }

    @Test
    void aBodyOfManySmallPartsIsRefused() throws IOException {
        Server.Answer answer =
                server.request("POST", "/containers/create", "{\"Cmd\":[" + "[],".repeat(200_000) + "[]]}");
        assertEquals(400, answer.status());
        assertTrue(answer.body().contains("too many parts"), answer.body());
        assertFalse(answer.body().contains("StreamReadConstraints"), answer.body());
    }

    @Test
    void aConnectionWithoutAWordIsClosedAfterAWhile() throws IOException {
        try (Server.Client client = server.connect()) {
            assertEquals("", rest(client));
        }
    }

    @Test
    void aHeadThatEndsEarlyIsAnswered() throws IOException {
        try (Server.Client client = server.connect()) {
            client.send("GET /_ping HTTP/1.1\r\nHo");
            client.channel().shutdownOutput();
            String answer = rest(client);
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("\"message\":\"the request's head ended early\""), answer);
        }
    }

    @Test
    void aClientOfTheOldProtocolIsServedAndTheConnectionClosed() throws IOException {
        String ping = raw("GET /_ping HTTP/1.0\r\n\r\n");
        assertTrue(ping.startsWith("HTTP/1.1 200 "), ping);
        assertTrue(ping.contains("Content-Length: 2\r\n"), ping);
        assertTrue(ping.endsWith("\r\n\r\nOK"), ping);
        String list =
                raw("GET /containers/json?all=1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /more HTTP/1.0\r\n\r\n");
        assertTrue(list.endsWith("\r\n\r\n[]\n"), list);
        String created = raw("POST /containers/create HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}");
        assertTrue(created.startsWith("HTTP/1.1 400 "), created);
    }

    @Test
    void aStreamThatTheOldProtocolCannotCarryIsRefused() throws IOException {
        String events = raw("GET /events?until=1 HTTP/1.0\r\n\r\n");
        assertTrue(events.startsWith("HTTP/1.1 501 "), events);
        assertTrue(events.contains("HTTP/1.0"), events);
        assertFalse(events.contains("chunked"), events);
    }

    @Test
    void aFirstLineMayComeInPieces() throws IOException {
        try (Server.Client client = server.connect()) {
            for (String piece : new String[] {"GET /_p", "ing HTTP/1.0\r", "\n", "\r\n"}) {
                client.send(piece);
                Thread.sleep(50);
            }
            assertTrue(rest(client).startsWith("HTTP/1.1 200 "));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
