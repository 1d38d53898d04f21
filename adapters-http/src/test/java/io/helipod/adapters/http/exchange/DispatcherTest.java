package io.helipod.adapters.http.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helipod.adapters.http.ConnectionObserver;
import io.helipod.adapters.http.HijackSelector;
import io.helipod.adapters.http.HttpAdapterConfig;
import io.helipod.adapters.http.shared.PingRoutes;
import io.helipod.adapters.http.stream.JsonLinesWriter;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The framework over a real socket. */
@Timeout(30)
class DispatcherTest {
    private static final AtomicInteger ACTIVE = new AtomicInteger();
    private static final CountDownLatch ENDED = new CountDownLatch(1);
    private static Path socket;
    private static WebServer server;

    @BeforeAll
    static void start() throws IOException {
        socket = Files.createTempDirectory("helipod-http").resolve("s");
        Routes routes = new Routes();
        new PingRoutes().routes(routes);
        routes.get("/containers/{name}/json", x -> x.json(200, Map.of("name", x.path("name"))));
        routes.get("/containers/json", x -> x.json(200, List.of(x.query().bool("all", false))));
        routes.get("/libpod/containers/json", x -> x.json(200, List.of(x.query().bool("all", false))));
        routes.get("/images/{name:.+}/json", x -> x.json(200, Map.of("image", x.path("name"))));
        routes.post("/images/{name:.+}/tag", x -> x.text(201, x.queryAndForm().text("repo")));
        routes.post("/images/{name:.+}/to/{place:.+}", x -> x.json(200, List.of(x.path("name"), x.path("place"))));
        routes.post("/echo", x -> x.json(200, x.jsonBody()));
        routes.post("/count", x -> {
            long all = 0;
            byte[] buffer = new byte[1 << 16];
            int n;
            var in = x.bodyStream();
            while ((n = in.read(buffer)) >= 0) {
                all += n;
            }
            x.json(200, Map.of("bytes", all));
        });
        routes.get("/gone", x -> {
            throw new NotFound(ResourceType.CONTAINER, "x");
        });
        routes.get("/bug", x -> {
            throw new IllegalStateException("secret detail");
        });
        routes.get(
                "/follow",
                x -> x.whileClientListens(() -> {
                    try (JsonLinesWriter lines = x.jsonLines(200)) {
                        Thread.sleep(20_000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        ENDED.countDown();
                    }
                }));
        routes.get("/stream", x -> {
            try (var out = x.stream(200)) {
                out.write("abc".getBytes(StandardCharsets.US_ASCII));
            }
        });
        routes.post("/hijack", x -> {
            x.jsonBody();
            x.hijack("application/vnd.docker.raw-stream", duplex -> {
                duplex.input().transferTo(duplex.output());
                duplex.output().write("bye".getBytes(StandardCharsets.US_ASCII));
            });
        });
        ConnectionObserver observer = new ConnectionObserver() {
            @Override
            public void active() {
                ACTIVE.incrementAndGet();
            }

            @Override
            public void closed() {
                ACTIVE.decrementAndGet();
            }
        };
        server = WebServer.builder()
                .bindAddress(UnixDomainSocketAddress.of(socket))
                .protocolsDiscoverServices(false)
                .addConnectionSelector(HijackSelector.create(observer))
                .routing(HttpRouting.builder()
                        .any(new Dispatcher(routes, HttpAdapterConfig.DEFAULT.withCors(Optional.of("*")), false)))
                .build()
                .start();
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    private static SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    private static void write(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            // an answer may come, and the connection be closed, before all of a bad request is sent
        }
    }

    private static String readAll(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        try {
            while (channel.read(buffer) >= 0) {
                assertTrue(buffer.hasRemaining());
            }
        } catch (SocketException e) {
            // behind the answer, where not all of a bad request was read
            assertTrue(buffer.position() > 0, "reset without an answer");
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    private static String exchange(String head, String body) throws IOException {
        try (SocketChannel channel = connect()) {
            write(
                    channel,
                    head + "\r\nHost: d\r\nConnection: close\r\n"
                            + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n" + body);
            return readAll(channel);
        }
    }

    private static String get(String target) throws IOException {
        return exchange("GET " + target + " HTTP/1.1", "");
    }

    @ParameterizedTest
    @CsvSource({
        "/_ping, 200",
        "/v1.41/_ping, 200",
        "/libpod/_ping, 200",
        "/v5.0.0/libpod/_ping, 200",
        "/v99/_ping, 200",
        "/v4.0.0-rc1/libpod/_ping, 200",
        "/1.40/_ping, 404",
        "/V1.40/_ping, 404",
        "/_ping/, 404",
        "/nothing, 404",
        "/libpod/containers/json, 404",
        "/v5.0.0/libpod/containers/json, 200",
        "/containers/json/json, 200",
        "/echo, 405",
        "/containers//json, 301",
        "/x/../containers/json, 301",
        "/gone, 404",
        "/bug, 500",
        "/v5.0.0/libpod/containers/json?all=garb1age, 500",
        "/containers/json?all=garbage, 200",
        "/containers/%zz/json, 400"
    })
    void pathsAnswerAsTheReferenceDoes(String target, int status) throws IOException {
        assertTrue(get(target).startsWith("HTTP/1.1 " + status + " "), () -> {
            try {
                return get(target);
            } catch (IOException e) {
                return e.toString();
            }
        });
    }

    @Test
    void unknownPathsAndMethodsAreToldApartInPlainText() throws IOException {
        String missing = get("/nothing");
        assertTrue(missing.endsWith("\r\n\r\nNot Found\n"), missing);
        assertFalse(missing.contains("Api-Version"));
        assertTrue(get("/echo").endsWith("\r\n\r\nMethod Not Allowed\n"));
        assertTrue(exchange("OPTIONS /_ping HTTP/1.1", "").startsWith("HTTP/1.1 405"));
    }

    @Test
    void normalAnswersCarryTheHeaders() throws IOException {
        String answer = get("/containers/a%2Fb/json");
        assertTrue(answer.contains("Api-Version: 1.44\r\n"), answer);
        assertTrue(answer.contains("Libpod-Api-Version: 5.8.2\r\n"));
        assertTrue(answer.contains("Server: Libpod/5.8.2 (linux)\r\n"));
        assertTrue(answer.contains("X-Reference-Id: "));
        assertTrue(answer.contains("Date: "));
        assertTrue(answer.contains("Access-Control-Allow-Origin: *\r\n"));
        assertTrue(answer.contains("Content-Type: application/json\r\n"));
        assertTrue(answer.endsWith("{\"name\":\"a/b\"}\n"));
    }

    @Test
    void theReferenceIdIsEchoed() throws IOException {
        assertTrue(exchange("GET /_ping HTTP/1.1\r\nX-Reference-Id: abc", "").contains("X-Reference-Id: abc\r\n"));
    }

    @Test
    void headHasNoBody() throws IOException {
        String answer = exchange("HEAD /_ping HTTP/1.1", "");
        assertTrue(answer.startsWith("HTTP/1.1 200 "));
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
        assertTrue(get("/_ping").endsWith("\r\n\r\nOK"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"quay.io/a/b:1", "quay.io%2Fa%2Fb:1", "quay.io/a%2Fb%3A1"})
    void imageNamesComeRawAndEncoded(String name) throws IOException {
        assertTrue(get("/images/" + name + "/json").endsWith("{\"image\":\"quay.io/a/b:1\"}\n"));
    }

    @Test
    void formsAreMergedIntoTheQuery() throws IOException {
        assertTrue(
                exchange("POST /images/x/tag HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded", "repo=a%2Fb")
                        .endsWith("a/b\n"));
    }

    @Test
    void engineErrorsBecomeTheErrorModel() throws IOException {
        assertTrue(get("/gone")
                .endsWith("{\"cause\":\"no such container\",\"message\":\"no container with name or ID \\\"x\\\" found:"
                        + " no such container\",\"response\":404}\n"));
    }

    @Test
    void anUnexpectedFailureSaysNothingOfItsInsides() throws IOException {
        String answer = get("/bug");
        assertTrue(answer.contains("\"response\":500"));
        assertFalse(answer.contains("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\":}", "nonsense", "[1,2"})
    void malformedJsonIsABadRequest(String body) throws IOException {
        String answer = exchange("POST /echo HTTP/1.1", body);
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(answer.contains("failed to decode"));
    }

    @Test
    void aBodyThatIsTooLongIsRefusedAndTheConnectionClosed() throws IOException {
        String answer = exchange("POST /echo HTTP/1.1", "[" + "1,".repeat(3 << 20) + "1]");
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertTrue(answer.contains("Connection: close\r\n"));
    }

    @Test
    void anEmptyBodyIsABadRequest() throws IOException {
        assertTrue(exchange("POST /echo HTTP/1.1", "").startsWith("HTTP/1.1 400 "));
    }

    @ParameterizedTest
    @CsvSource({"'5;ext=1', 200", "5, 200", "'', 400", "-1, 400", "5x, 400", "fffffffffffffffff, 400"})
    void chunksAreReadWhateverTheirExtensions(String size, int status) throws IOException {
        try (SocketChannel channel = connect()) {
            write(
                    channel,
                    "POST /count HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n" + size
                            + "\r\nhello\r\n0\r\nTrailer: x\r\n\r\n");
            String answer = readAll(channel);
            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
            assertTrue(status != 200 || answer.endsWith("{\"bytes\":5}\n"), answer);
        }
    }

    @Test
    void oneHugeChunkPassesInPieces() throws IOException {
        long size = 256L << 20;
        try (SocketChannel channel = connect()) {
            write(
                    channel,
                    "POST /count HTTP/1.1\r\nHost: d\r\nTransfer-Encoding: chunked\r\n\r\n" + Long.toHexString(size)
                            + "\r\n");
            ByteBuffer block = ByteBuffer.allocate(1 << 20);
            for (long sent = 0; sent < size; sent += block.capacity()) {
                block.clear();
                while (block.hasRemaining()) {
                    channel.write(block);
                }
            }
            write(channel, "\r\n0\r\n\r\n");
            assertTrue(readAll(channel).endsWith("{\"bytes\":" + size + "}\n"));
        }
    }

    @Test
    void aBodyThatEndsEarlyHarmsNobody() throws IOException {
        try (SocketChannel channel = connect()) {
            write(channel, "POST /echo HTTP/1.1\r\nHost: d\r\nContent-Length: 100\r\n\r\n{\"a\"");
            channel.shutdownOutput();
            readAll(channel);
        }
        assertTrue(get("/_ping").endsWith("OK"));
    }

    @Test
    void severalRequestsShareAConnection() throws IOException {
        try (SocketChannel channel = connect()) {
            write(
                    channel,
                    "GET /_ping HTTP/1.1\r\nHost: d\r\n\r\nPOST /echo HTTP/1.1\r\nHost: d\r\nContent-Length: 2\r\n\r\n{}");
            write(channel, "GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
            String answers = readAll(channel);
            assertEquals(3, answers.split("HTTP/1.1 200", -1).length - 1, answers);
        }
    }

    @Test
    void aHijackedConnectionCarriesBytesBothWaysAndHearsTheHalfClose() throws IOException {
        try (SocketChannel channel = connect()) {
            write(
                    channel,
                    "POST /hijack HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 2\r\n\r\n{}");
            write(channel, "hello ");
            channel.shutdownOutput();
            assertEquals(
                    "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\n"
                            + "Upgrade: tcp\r\n\r\nhello bye",
                    readAll(channel));
        }
        try (SocketChannel channel = connect()) {
            write(
                    channel,
                    "POST /hijack HTTP/1.1\r\nHost: d\r\nConnection: keep-alive, Upgrade\r\nUpgrade: tcp\r\nContent-Length: 2\r\n\r\n{}");
            channel.shutdownOutput();
            assertEquals(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\nbye", readAll(channel));
        }
    }

    @Test
    void aStreamShowsItsHeadersAtOnceAndNoticesThatItsReaderIsGone() throws Exception {
        try (SocketChannel channel = connect()) {
            write(channel, "GET /follow HTTP/1.1\r\nHost: d\r\n\r\n");
            ByteBuffer buffer = ByteBuffer.allocate(4096);
            assertTrue(channel.read(buffer) > 0);
            assertTrue(new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII)
                    .startsWith("HTTP/1.1 200"));
        }
        assertTrue(ENDED.await(5, TimeUnit.SECONDS));
    }

    @Test
    void aStreamEndsProperly() throws IOException {
        assertTrue(get("/stream").endsWith("\r\n\r\n3\r\nabc\r\n0\r\n\r\n"), get("/stream"));
    }

    @Test
    void onlyConnectionsThatSendSomethingCount() throws Exception {
        int before = ACTIVE.get();
        try (SocketChannel silent = connect();
                SocketChannel busy = connect()) {
            write(busy, "GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n");
            assertTrue(busy.read(ByteBuffer.allocate(4096)) > 0);
            assertEquals(before + 1, ACTIVE.get());
            assertTrue(silent.isConnected());
        }
    }

    @Test
    void twoNamesWithSlashesArePartedByTheLastWordBetweenThem() throws IOException {
        assertTrue(exchange("POST /images/a/b:1/to/localhost%3A5000%2Fc HTTP/1.1", "x")
                .endsWith("[\"a/b:1\",\"localhost:5000/c\"]\n"));
        assertTrue(exchange("POST /images/a/to/b/to/c HTTP/1.1", "x").endsWith("[\"a/to/b\",\"c\"]\n"));
        assertTrue(exchange("POST /images/a/to/b/c HTTP/1.1", "x").endsWith("[\"a\",\"b/c\"]\n"));
        assertTrue(exchange("POST /images/a/to/ HTTP/1.1", "x").startsWith("HTTP/1.1 404"));
        assertTrue(exchange("POST /images/to/c HTTP/1.1", "x").startsWith("HTTP/1.1 404"));
    }
}
