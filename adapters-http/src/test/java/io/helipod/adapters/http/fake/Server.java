package io.helipod.adapters.http.fake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpFeature;
import io.helipod.adapters.http.EarlyErrors;
import io.helipod.adapters.http.EngineHttpFeature;
import io.helipod.adapters.http.HijackSelector;
import io.helipod.adapters.http.HttpAdapterConfig;
import io.helipod.core.EngineApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** The API on a unix socket, and a client that sees every byte. */
public final class Server implements AutoCloseable {
    /** When a connection without a request is closed. */
    public static final Duration IDLE = Duration.ofSeconds(2);

    private final Path folder;
    private final WebServer server;

    /** The API on a listener of its own. */
    public Server(EngineApi engine) {
        this(listener -> listen(listener, EngineHttpFeature.create(engine, HttpAdapterConfig.DEFAULT)));
    }

    /** Some of it, likewise. */
    public static Server of(HttpFeature feature) {
        return new Server(listener -> listen(listener, feature));
    }

    private static void listen(WebServerConfig.Builder listener, HttpFeature feature) {
        EarlyErrors.install(listener);
        listener.protocolsDiscoverServices(false)
                .addConnectionSelector(HijackSelector.create())
                .routing(routing -> routing.addFeature(() -> feature));
    }

    /** What an application serves. */
    public Server(Consumer<WebServerConfig.Builder> application) {
        try {
            folder = Files.createTempDirectory("api");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        WebServerConfig.Builder listener = WebServer.builder();
        application.accept(listener);
        server = listener.bindAddress(UnixDomainSocketAddress.of(folder.resolve("s")))
                .idleConnectionTimeout(IDLE)
                .idleConnectionPeriod(IDLE)
                .build()
                .start();
    }

    /** A connection. */
    public Client connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(folder.resolve("s")));
        return new Client(channel);
    }

    /** The whole answer to one request on a connection of its own. */
    public Answer request(String method, String path, String body) throws IOException {
        try (Client client = connect()) {
            client.send(method + " " + path + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body);
            return Answer.of(client.rest());
        }
    }

    /** The same with further lines in its head, each with its line end. */
    public Answer request(String method, String path, String headers, String body) throws IOException {
        try (Client client = connect()) {
            client.send(method + " " + path + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\n" + headers
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            return Answer.of(client.rest());
        }
    }

    /** The same to a request without a body, as clients send a GET. */
    public Answer get(String path) throws IOException {
        try (Client client = connect()) {
            client.send("GET " + path + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
            return Answer.of(client.rest());
        }
    }

    @Override
    public void close() throws IOException {
        server.stop();
        Files.deleteIfExists(folder.resolve("s"));
        Files.delete(folder);
    }

    /** An answer. */
    public record Answer(int status, String head, String body) {
        static Answer of(String text) {
            int end = text.indexOf("\r\n\r\n");
            String head = end < 0 ? text : text.substring(0, end);
            return new Answer(Integer.parseInt(head.substring(9, 12)), head, end < 0 ? "" : text.substring(end + 4));
        }
    }

    /** One connection. */
    public record Client(SocketChannel channel, InputStream in, OutputStream out) implements AutoCloseable {
        Client(SocketChannel channel) {
            this(channel, Channels.newInputStream(channel), Channels.newOutputStream(channel));
        }

        /** Sends text. */
        public void send(String text) throws IOException {
            out.write(text.getBytes(ISO_8859_1));
        }

        /** Reads until the text has been seen. */
        public String readUntil(String end) throws IOException {
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            while (!seen.toString(ISO_8859_1).endsWith(end)) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("ended after: " + seen.toString(ISO_8859_1));
                }
                seen.write(next);
            }
            return seen.toString(ISO_8859_1);
        }

        /** Reads to the end. */
        public String rest() throws IOException {
            return new String(in.readAllBytes(), ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
