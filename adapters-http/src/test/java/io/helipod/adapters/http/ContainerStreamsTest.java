package io.helipod.adapters.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.http.compat.wire.CreateContainerJson;
import io.helipod.adapters.http.fake.FakeContainers;
import io.helipod.adapters.http.fake.FakeEngine;
import io.helipod.adapters.http.fake.Samples;
import io.helipod.adapters.http.fake.Server;
import io.helipod.adapters.http.fake.StoredLine;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.stream.StreamType;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attach and logs over a real socket (behaviour.md 13, 14). */
@Timeout(60)
class ContainerStreamsTest {
    private static final String UPGRADE = " HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";
    private final FakeContainers containers =
            new FakeContainers(Samples.container(ContainerSpec.of("alpine"), Samples.running(), "true"));
    private final Server server = new Server(FakeEngine.of(containers));

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void terminal() {
        containers.container = Samples.container(
                Bodies.of("{'Image':'i','Tty':true}", CreateContainerJson.class).toDomain(Optional.empty()),
                Samples.running(),
                "sh");
    }

    @Test
    void attachUpgradesLiterallyAndFramesOutput() throws IOException {
        containers.process.print(StreamType.STDOUT, "out");
        containers.process.print(StreamType.STDERR, "err");
        containers.process.end();
        try (Server.Client client = server.connect()) {
            client.send("POST /v1.44/containers/web/attach?stream=1&stdout=1&stderr=1" + UPGRADE);
            assertEquals(
                    "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\n"
                            + "Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n",
                    client.readUntil("\r\n\r\n"));
            assertEquals("\1\0\0\0\0\0\0\3out\2\0\0\0\0\0\0\3err", client.rest());
        }
    }

    @Test
    void withoutUpgradeAttachIsAPlain200AndOldClientsReadRawStream() throws IOException {
        containers.process.end();
        try (Server.Client client = server.connect()) {
            client.send("POST /v1.40/containers/web/attach?stream=1 HTTP/1.1\r\nHost: d\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n", client.rest());
        }
    }

    @Test
    void aTerminalIsRawAndDetachKeysLeave() throws IOException {
        terminal();
        containers.process.print(StreamType.STDOUT, "$ ");
        try (Server.Client client = server.connect()) {
            client.send("POST /v5.0.0/libpod/containers/web/attach?stream=true&stdin=true" + UPGRADE);
            assertTrue(client.readUntil("\r\n\r\n").contains("raw-stream"));
            assertEquals("$ ", client.readUntil("$ "));
            client.send("\20");
            awaitNothingTyped();
            client.send("\21");
            assertEquals("", client.rest());
        }
        assertEquals("", containers.process.input());
        assertTrue(containers.process.isClosed());
    }

    /** Two bytes sent at once may arrive in one read, which does not detach. */
    private static void awaitNothingTyped() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theClientsHalfCloseEndsTheInputOnly() throws IOException {
        containers.process.onEndOfInput(text -> {
            containers.process.print(StreamType.STDOUT, text);
            containers.process.end();
        });
        try (Server.Client client = server.connect()) {
            client.send("POST /v1.44/containers/web/attach?stream=1&stdin=1" + UPGRADE);
            client.readUntil("\r\n\r\n");
            client.send("foo");
            client.channel().shutdownOutput();
            assertEquals("\1\0\0\0\0\0\0\3foo", client.rest());
        }
    }

    @Test
    void aHundredMegabytesPassBothWaysUnharmed() throws Exception {
        int piece = 1 << 16;
        int pieces = 1600;
        containers.process.onInput(bytes -> containers.process.print(StreamType.STDOUT, bytes));
        containers.process.onEndOfInput(text -> containers.process.end());
        try (Server.Client client = server.connect()) {
            client.send("POST /v1.44/containers/web/attach?stream=1&stdin=1" + UPGRADE);
            client.readUntil("\r\n\r\n");
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    byte[] bytes = new byte[piece];
                    for (int i = 0; i < pieces; i++) {
                        Arrays.fill(bytes, (byte) i);
                        client.out().write(bytes);
                    }
                    client.channel().shutdownOutput();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.in(), 1 << 17));
            long at = 0;
            while (at < (long) piece * pieces) {
                assertEquals(1 << 24, in.readInt());
                byte[] bytes = in.readNBytes(in.readInt());
                for (int i = 0; i < bytes.length; i += 4096) {
                    assertEquals((byte) ((at + i) / piece), bytes[i]);
                }
                at += bytes.length;
            }
            assertEquals(-1, in.read());
            writer.join();
        }
    }

    @Test
    void storedLinesComeFirst() throws IOException {
        containers.log.add(StoredLine.of(StreamType.STDOUT, "old", false));
        try (Server.Client client = server.connect()) {
            client.send("POST /v1.44/containers/web/attach?logs=true&stream=false" + UPGRADE);
            client.readUntil("\r\n\r\n");
            assertEquals("\1\0\0\0\0\0\0\4old\n", client.rest());
        }
        assertTrue(containers.calls.stream().noneMatch(call -> call.startsWith("attach")));
    }

    @Test
    void whatIsWrongIsSaidBeforeTheSwitch() throws IOException {
        String attach = "/v1.44/containers/web/attach";
        assertEquals(
                400,
                server.request("POST", attach + "?stdin=0&stdout=0&stderr=0", "")
                        .status());
        assertEquals(400, server.request("POST", attach + "?stream=0", "").status());
        assertEquals(
                400, server.request("POST", attach + "?detachKeys=ctrl-%3F", "").status());
        assertEquals(
                404, server.request("POST", "/containers/nobody/attach", "").status());
    }

    @Test
    void logsAreFramedWithoutContentType() throws IOException {
        containers.log.add(StoredLine.of(StreamType.STDOUT, "hi", false));
        Server.Answer answer = server.request("GET", "/containers/web/logs?stdout=1&tail=5", "");
        assertEquals(200, answer.status());
        assertTrue(!answer.head().contains("Content-Type"), answer.head());
        assertTrue(answer.body().contains("\1\0\0\0\0\0\0\3hi\n"), answer.body());
        assertTrue(containers.calls.getLast().contains("tail=Optional[5]"), containers.calls.getLast());
        assertEquals(400, server.request("GET", "/containers/web/logs", "").status());
        assertEquals(
                400,
                server.request("GET", "/containers/web/logs?stdout=1&tail=x", "")
                        .status());
        assertEquals(
                400,
                server.request("GET", "/containers/web/logs?stdout=1&since=x", "")
                        .status());
    }

    @Test
    void onlyPodmansLogOfATerminalIsFramed() throws IOException {
        terminal();
        containers.log.add(StoredLine.of(StreamType.STDOUT, "hi", false));
        assertTrue(server.request("GET", "/containers/web/logs?stdout=1", "")
                .body()
                .contains("\r\nhi\n"));
        containers.log.set(0, StoredLine.of(StreamType.STDOUT, "hi", false));
        assertTrue(server.request("GET", "/v5.0.0/libpod/containers/web/logs?stdout=1", "")
                .body()
                .contains("\1\0\0\0\0\0\0\3hi\n"));
    }

    @Test
    void anEmptyLogEndsProperly() throws IOException {
        Server.Answer answer = server.request("GET", "/containers/web/logs?stdout=1", "");
        assertEquals(200, answer.status());
        assertEquals("0\r\n\r\n", answer.body());
    }

    @Test
    void aLogThatFailsHalfWayJustEnds() throws IOException {
        containers.log.add(StoredLine.of(StreamType.STDOUT, "x", false));
        containers.logFailure = Optional.of(new StorageFailed("the log is unreadable"));
        Server.Answer answer = server.request("GET", "/containers/web/logs?stdout=1", "");
        assertEquals(200, answer.status());
        assertTrue(!answer.body().contains("cause"), answer.body());
    }

    @Test
    void aFollowSendsItsHeadAtOnceAndEndsWithItsClient() throws Exception {
        containers.endlessLog = true;
        try (Server.Client client = server.connect()) {
            client.send("GET /containers/web/logs?follow=true&stdout=true HTTP/1.1\r\nHost: d\r\n\r\n");
            assertTrue(client.readUntil("\r\n\r\n").startsWith("HTTP/1.1 200 OK"));
        }
        assertTrue(containers.logClosed.await(10, TimeUnit.SECONDS));
    }

    @Test
    void bytesOfLinesAreNotTouched() throws IOException {
        containers.log.add(new StoredLine(
                StreamType.STDOUT,
                ByteBuffer.wrap("\u00ff\u0000x".getBytes(ISO_8859_1)),
                false,
                ByteBuffer.allocate(0)));
        assertTrue(server.request("GET", "/containers/web/logs?stdout=1", "")
                .body()
                .contains("\u00ff\u0000x\n"));
    }
}
