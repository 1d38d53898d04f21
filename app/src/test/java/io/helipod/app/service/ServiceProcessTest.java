package io.helipod.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helipod.app.config.ListenAddress;
import io.helipod.app.config.ServiceConfig;
import io.helipod.core.error.EngineException.Unavailable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProcessTest {
    @TempDir
    Path folder;

    @Test
    void itAnswersOnASocketThatOnlyItsOwnerMayUseAndRemovesIt() throws IOException {
        Path socket = folder.resolve("a.sock");
        try (ServiceProcess service = ServiceProcess.start(unix(socket, Duration.ZERO), ServiceProcessTest::answer)) {
            assertEquals("unix://" + socket, service.address().toString());
            assertTrue(ask(socket).startsWith("HTTP/1.1 200"));
            assertThrows(
                    Unavailable.class,
                    () -> ServiceProcess.start(unix(socket, Duration.ZERO), ServiceProcessTest::answer));
            assertTrue(ask(socket).startsWith("HTTP/1.1 200"), "the refused one must not harm the first");
        }
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void idleItEndsByItself() {
        Path socket = folder.resolve("a.sock");
        try (ServiceProcess service =
                ServiceProcess.start(unix(socket, Duration.ofSeconds(1)), ServiceProcessTest::answer)) {
            assertTimeoutPreemptively(Duration.ofSeconds(10), service::await);
        }
        assertFalse(Files.exists(socket));
    }

    @Test
    void stoppingDoesNotWaitForIdleConnections() throws IOException {
        Path socket = folder.resolve("a.sock");
        ServiceProcess service = ServiceProcess.start(unix(socket, Duration.ofMinutes(5)), ServiceProcessTest::answer);
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            assertTrue(ask(client).startsWith("HTTP/1.1 200"));
            assertTimeoutPreemptively(Duration.ofSeconds(5), service::close);
        }
    }

    @Test
    void aTcpPortCanBeChosenByTheKernelAndATakenOneIsRefused() throws Exception {
        ServiceConfig any = config(ListenAddress.parse("tcp://127.0.0.1:0"), Duration.ZERO, Optional.empty());
        try (ServiceProcess service = ServiceProcess.start(any, ServiceProcessTest::answer);
                HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create(service.address().toString().replace("tcp:", "http:") + "/_ping");
            assertEquals(200, get(client, uri).statusCode());
        }
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            ServiceConfig same = config(
                    ListenAddress.parse("tcp://127.0.0.1:" + taken.getLocalPort()), Duration.ZERO, Optional.empty());
            assertThrows(Unavailable.class, () -> ServiceProcess.start(same, ServiceProcessTest::answer));
        }
    }

    @Test
    void theProfileEndpointShowsThreadsAndHeap() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ServiceConfig config = config(
                new ListenAddress.Unix(folder.resolve("a.sock")),
                Duration.ZERO,
                Optional.of(new InetSocketAddress("127.0.0.1", port)));
        String base = "http://127.0.0.1:" + port + "/debug/";
        try (ServiceProcess service = ServiceProcess.start(config, ServiceProcessTest::answer);
                HttpClient client = HttpClient.newHttpClient()) {
            assertTrue(get(client, URI.create(base + "threads")).body().contains("\"main\""), service::toString);
            assertTrue(get(client, URI.create(base + "heap")).body().contains("java.lang.String"));
            assertEquals(400, get(client, URI.create(base + "jfr?seconds=0")).statusCode());
            assertTrue(get(client, URI.create(base + "jfr?seconds=1")).body().startsWith("FLR"));
        }
    }

    private static HttpResponse<String> get(HttpClient client, URI uri) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    }

    private static ServiceConfig unix(Path socket, Duration idle) {
        return config(new ListenAddress.Unix(socket), idle, Optional.empty());
    }

    private static ServiceConfig config(ListenAddress address, Duration idle, Optional<InetSocketAddress> profile) {
        return new ServiceConfig(address, idle, Optional.empty(), profile, Optional.empty(), false);
    }

    private static void answer(ListenerConfig.BuilderBase<?, ?> listener, Runnable active, Runnable closed) {
        listener.addConnectionSelector(Http1ConnectionSelector.builder()
                        .config(Http1Config.create())
                        .build())
                .routing(routing -> routing.get("/_ping", (request, response) -> response.send("OK")));
    }

    private static String ask(Path socket) throws IOException {
        try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return ask(client);
        }
    }

    private static String ask(SocketChannel client) throws IOException {
        client.write(ByteBuffer.wrap("GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        ByteBuffer answer = ByteBuffer.allocate(4096);
        client.read(answer);
        return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }
}
