package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs that start anew when they are full: conmon begins another file in the old one's place. */
class LogRotationEndToEndTest {
    private static final int LIMIT = 16 << 10;
    private static final int LINES = 3000;

    /** Bursts that fill less than a file, with pauses in which a follow can keep up. */
    private static final String WRITER = "i=0; while [ $i -lt " + LINES + " ]; do echo line $i; i=$((i+1));"
            + " [ $((i % 100)) != 0 ] || busybox sleep 0.3; done";

    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start();
        service.loadBusybox();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static List<String> numbered(int from) {
        return IntStream.range(from, LINES).mapToObj(i -> "line " + i).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json-file", "k8s-file"})
    void aFullLogStartsAnewAndNoLineThatIsThereIsLost(String driver) throws IOException {
        String name = "writer-" + driver;
        service.docker(
                        "create",
                        "--name",
                        name,
                        "--log-driver",
                        driver,
                        "--log-opt",
                        "max-size=16k",
                        "busybox",
                        "sh",
                        "-c",
                        WRITER)
                .run()
                .ok();
        service.docker("start", name).run().ok();
        List<String> followed = service.docker("logs", "-f", name)
                .within(Duration.ofMinutes(2))
                .run()
                .ok()
                .out()
                .lines()
                .toList();
        Path file = Path.of(
                service.docker("inspect", "-f", "{{.LogPath}}", name).run().ok().trimmed());
        assertTrue(Files.size(file) <= LIMIT, "the log has " + Files.size(file) + " bytes");
        List<String> held = Files.readAllLines(file).stream()
                .map(line -> line.substring(line.indexOf("line ")))
                .toList();
        int first = Integer.parseInt(held.getFirst().substring("line ".length()));
        assertTrue(first > 0, "the log never started anew");
        assertEquals(numbered(first), held);
        assertEquals(held, service.docker("logs", name).run().ok().out().lines().toList());
        assertEquals(
                held.subList(held.size() - 5, held.size()),
                service.docker("logs", "-n", "5", name).run().ok().out().lines().toList());
        int begin = Integer.parseInt(followed.getFirst().substring("line ".length()));
        assertEquals(numbered(begin), followed, "a follow lost lines");
        assertTrue(begin < first, "the follow began when all was over: nothing was shown");
    }
}
