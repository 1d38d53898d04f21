package io.helipod.app.service;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;

/**
 * A look into the running process on a listener of its own: {@code /debug/threads} (virtual ones too), {@code /debug/jfr}
 * ({@code ?seconds=N}, 1 to 300, default 10) and {@code /debug/heap} (class histogram). Loopback only, and only when asked
 * for: a recording holds paths and names.
 */
final class ProfileEndpoint implements HttpService {
    private static final int MOST_SECONDS = 300;
    private static final int CONNECTIONS = 16;

    private final ReentrantLock recording = new ReentrantLock();

    /** Starts serving; stopping the server is the caller's. */
    static WebServer start(InetSocketAddress address) {
        return WebServer.builder()
                .bindAddress(address)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofMillis(100))
                .maxTcpConnections(CONNECTIONS)
                .routing(routing -> routing.register("/debug", new ProfileEndpoint()))
                .build()
                .start();
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/threads", this::threads).get("/heap", this::heap).get("/jfr", this::flightRecording);
    }

    private void threads(ServerRequest request, ServerResponse response) throws IOException {
        // the platform writes only to a file that does not exist yet
        Path folder = Files.createTempDirectory("helipod-threads");
        Path file = folder.resolve("dump");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            response.send(Files.readAllBytes(file));
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    private void heap(ServerRequest request, ServerResponse response) throws JMException {
        Object text = ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        response.send(String.valueOf(text));
    }

    private void flightRecording(ServerRequest request, ServerResponse response)
            throws IOException, ParseException, InterruptedException {
        OptionalInt seconds = seconds(request.query().first("seconds").orElse("10"));
        if (seconds.isEmpty()) {
            response.status(Status.BAD_REQUEST_400).send("seconds must be a number from 1 to " + MOST_SECONDS + "\n");
            return;
        }
        if (!recording.tryLock()) {
            response.status(Status.CONFLICT_409).send("a recording is being made already\n");
            return;
        }
        try {
            response.send(record(Duration.ofSeconds(seconds.getAsInt())));
        } finally {
            recording.unlock();
        }
    }

    private static byte[] record(Duration duration) throws IOException, ParseException, InterruptedException {
        Path file = Files.createTempFile("helipod", ".jfr");
        try (Recording run = new Recording(Configuration.getConfiguration("profile"))) {
            run.start();
            Thread.sleep(duration);
            run.stop();
            run.dump(file);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    /** The recording's length, if the text is one. */
    static OptionalInt seconds(String text) {
        if (!text.matches("\\d{1,3}")) {
            return OptionalInt.empty();
        }
        int seconds = Integer.parseInt(text);
        return seconds >= 1 && seconds <= MOST_SECONDS ? OptionalInt.of(seconds) : OptionalInt.empty();
    }
}
