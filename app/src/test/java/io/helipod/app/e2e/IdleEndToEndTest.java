package io.helipod.app.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that leaves when nobody needs it, and not before. */
class IdleEndToEndTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static Service service;

    /** With a container that says something every second. */
    @BeforeAll
    static void start() {
        service = Service.start();
        service.loadBusybox();
        service.docker(
                        "run",
                        "-d",
                        "--name",
                        "on",
                        "busybox",
                        "sh",
                        "-c",
                        "while :; do echo tick; busybox sleep 1; done")
                .run()
                .ok();
        assertEquals(0, service.stop());
    }

    /** The container has to go, for which a service is needed that stays. */
    @AfterAll
    static void stop() {
        service.startAgainWith();
        service.close();
    }

    @BeforeEach
    void startAgain() {
        service.startAgainWith("--time", "1");
    }

    @AfterEach
    void end() {
        if (service.isAlive()) {
            service.stop();
        }
    }

    @Test
    void itLeavesASecondAfterTheLastConnectionAndTheContainerStays() {
        long begin = System.nanoTime();
        assertEquals(0, service.exitWithin(SOON));
        assertTrue(System.nanoTime() - begin > 700_000_000L, "it left too early");
        assertTrue(Files.notExists(service.socket()));
        service.startAgainWith();
        assertEquals(
                "running",
                service.docker("inspect", "-f", "{{.State.Status}}", "on")
                        .run()
                        .ok()
                        .trimmed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"attach on", "logs -f on", "events"})
    void aClientThatWaitsKeepsIt(String command) throws Exception {
        Process client = service.docker(command.split(" ")).start();
        try {
            Thread.sleep(3000);
            assertTrue(client.isAlive(), command);
            assertTrue(service.isAlive(), "the service left a client alone");
        } finally {
            client.destroyForcibly().waitFor();
        }
        assertEquals(0, service.exitWithin(SOON));
    }

    @Test
    void anIdleConnectionKeepsItForTwiceTheTime() throws Exception {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(service.socket()));
            channel.write(ByteBuffer.wrap("GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n".getBytes(ISO_8859_1)));
            Thread.sleep(1600);
            assertTrue(service.isAlive(), "an open connection was not counted");
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            long begin = System.nanoTime();
            while (channel.read(buffer) >= 0) {
                // the answer, and in the end the service's own close
            }
            assertTrue(System.nanoTime() - begin < 10_000_000_000L, "an idle connection was kept too long");
        }
        assertEquals(0, service.exitWithin(SOON));
    }

    @Test
    void aConnectionThatSaysNothingDoesNotKeepIt() throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(service.socket()));
            assertEquals(0, service.exitWithin(SOON));
        }
    }
}
