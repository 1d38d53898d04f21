package io.helipod.adapters.oci.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.ContainerLog;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ContainerState;
import io.helipod.core.container.LogLine;
import io.helipod.core.container.LogQuery;
import io.helipod.core.container.LogSink;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ImageId;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.stream.StreamType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class K8sFileLogDriverTest {
    private static final String CAUGHT_UP = "(caught up)";
    private static final ContainerRecord CONTAINER = new ContainerRecord(
            new ContainerId("a".repeat(64)),
            "one",
            Instant.EPOCH,
            ContainerSpec.of("busybox").withName("one"),
            List.of("true"),
            new ImageId("c".repeat(64)),
            "busybox",
            ContainerState.CREATED,
            List.of(),
            0);

    @TempDir
    private Path folder;

    private Path file;
    private K8sFileLogDriver driver;

    @BeforeEach
    void open() {
        file = folder.resolve("ctr.log");
        driver = new K8sFileLogDriver(container -> file);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    private static LogQuery query(int tail, boolean follow) {
        return new LogQuery(
                StreamSelection.ALL,
                Optional.empty(),
                Optional.empty(),
                tail < 0 ? Optional.empty() : Optional.of(tail),
                follow);
    }

    private static LogQuery between(String since, String until) {
        return new LogQuery(
                StreamSelection.ALL,
                Optional.of(since).filter(text -> !text.isEmpty()).map(Instant::parse),
                Optional.of(until).filter(text -> !text.isEmpty()).map(Instant::parse),
                Optional.empty(),
                false);
    }

    private static String line(int second, String stream, String flag, String text) {
        return "2024-05-01T12:00:%02d.000000007+02:00 %s %s %s%n".formatted(second, stream, flag, text);
    }

    /** Collects lines as {@code stdout:text}, with a plus sign behind where the line goes on. */
    private static final class Lines implements LogSink {
        private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

        @Override
        public void line(LogLine line) {
            all.add((line.stream() == StreamType.STDOUT ? "out:" : "err:")
                    + UTF_8.decode(line.text())
                    + (line.partial() ? "+" : ""));
        }

        @Override
        public void caughtUp() {
            all.add(CAUGHT_UP);
        }

        String next() throws InterruptedException {
            String next = all.poll(20, TimeUnit.SECONDS);
            return next == null ? "(nothing)" : next;
        }
    }

    private List<String> read(LogQuery query) throws IOException {
        Lines lines = new Lines();
        try (ContainerLog log = driver.open(CONTAINER, query, () -> false)) {
            log.read(lines);
        }
        List<String> all = new ArrayList<>(lines.all);
        assertEquals(CAUGHT_UP, all.removeLast());
        assertFalse(all.contains(CAUGHT_UP));
        return all;
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** A follow on another thread. */
    private final class Follow implements AutoCloseable {
        private final AtomicBoolean alive = new AtomicBoolean(true);
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final Lines lines = new Lines();
        private final ContainerLog log;
        private final Thread thread;

        Follow(LogQuery query) {
            log = driver.open(CONTAINER, query, alive::get);
            thread = Thread.ofPlatform().start(() -> {
                try {
                    log.read(lines);
                } catch (Throwable e) {
                    failure.set(e);
                }
            });
        }

        void expect(String... texts) throws InterruptedException {
            for (String text : texts) {
                assertEquals(text, lines.next());
            }
        }

        /** It ends, and there was nothing more but being told of that. */
        void expectEnd() throws InterruptedException {
            assertTrue(thread.join(Duration.ofSeconds(20)), "it goes on");
            assertEquals(null, failure.get());
            lines.all.removeIf(CAUGHT_UP::equals);
            assertEquals(List.of(), List.copyOf(lines.all));
        }

        @Override
        public void close() throws InterruptedException {
            log.close();
            assertTrue(thread.join(Duration.ofSeconds(20)), "closing does not end it");
        }
    }

    @Test
    void linesComeWithStreamTextAndWhetherTheyGoOn() throws IOException {
        append(line(1, "stdout", "F", "hello  world ")
                + line(2, "stderr", "P", "one")
                + line(2, "stderr", "F", "")
                + line(3, "stdout", "F", "größer"));
        assertEquals(List.of("out:hello  world ", "err:one+", "err:", "out:größer"), read(query(-1, false)));
    }

    @Test
    void theTimeIsHandedOnAsItIsStored() throws IOException {
        append(line(1, "stdout", "F", "x"));
        List<String> times = new ArrayList<>();
        try (ContainerLog log = driver.open(CONTAINER, between("2024-05-01T00:00:00Z", ""), () -> false)) {
            log.read(new LogSink() {
                @Override
                public void line(LogLine line) {
                    times.add(UTF_8.decode(line.timestamp()) + "|" + UTF_8.decode(line.timestamp()));
                }

                @Override
                public void caughtUp() {}
            });
        }
        String time = "2024-05-01T12:00:01.000000007+02:00";
        assertEquals(List.of(time + "|" + time), times);
    }

    @Test
    void whatIsNoLineIsPassedOver() throws IOException {
        String good = line(1, "stdout", "F", "good");
        append("\n\nrubbish\n" + good + good.replace("stdout", "stdour") + good.replace(" F ", " X ")
                + "2024-05-01T12:00:00Z\n" + good.replace(" F good", " F") + "\0".repeat(300_000) + "\n" + good);
        assertEquals(List.of("out:good", "out:good"), read(query(-1, false)));
        assertEquals(List.of("out:good"), read(query(1, false)));
    }

    @Test
    void aLastLineWithoutEndIsALine() throws IOException {
        append(line(1, "stdout", "F", "one") + line(2, "stdout", "F", "two").strip());
        assertEquals(List.of("out:one", "out:two"), read(query(-1, false)));
        assertEquals(List.of("out:two"), read(query(1, false)));
    }

    @Test
    void aHugeLineComesInPieces() throws IOException {
        String huge = "0123456789abcdef".repeat(50_000);
        append(line(1, "stderr", "F", huge) + line(2, "stdout", "F", "after") + line(3, "stdout", "P", huge));
        List<String> lines = read(query(-1, false));
        int after = lines.indexOf("out:after");
        StringBuilder joined = new StringBuilder();
        for (String piece : lines.subList(0, after)) {
            assertTrue(piece.startsWith("err:"), piece.substring(0, 10));
            joined.append(piece.substring(4));
        }
        assertEquals(huge, joined.toString().replace("+", ""));
        assertFalse(lines.get(after - 1).endsWith("+"));
        assertTrue(lines.getFirst().endsWith("+"));
        assertTrue(lines.getLast().endsWith("+"), "it was stored as partial");
        LogQuery other = new LogQuery(
                new StreamSelection(false, true, false), Optional.empty(), Optional.empty(), Optional.of(3), false);
        assertEquals("out:after", read(other).getFirst());
    }

    @Test
    void onlyTheStreamsAskedForComeButTheOthersCountInATail() throws IOException {
        append(line(1, "stdout", "F", "a") + line(2, "stderr", "F", "b") + line(3, "stdout", "F", "c"));
        LogQuery errors = new LogQuery(
                new StreamSelection(true, false, true), Optional.empty(), Optional.empty(), Optional.of(2), false);
        assertEquals(List.of("err:b"), read(errors));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2024-05-01T10:00:01.000000007Z, '',                             out:2 out:3
            2024-05-01T10:00:01.000000006Z, '',                             out:1 out:2 out:3
            '',                             2024-05-01T10:00:02.000000007Z, out:1 out:2
            '',                             2024-05-01T10:00:02.000000006Z, out:1
            2024-05-01T10:00:01.000000007Z, 2024-05-01T10:00:02.5Z,         out:2
            2025-01-01T00:00:00Z,           '',                             ''
            """)
    void sinceIsStrictlyAfterAndUntilIsNotAfter(String since, String until, String expected) throws IOException {
        append(line(1, "stdout", "F", "1") + line(2, "stdout", "F", "2") + line(3, "stdout", "F", "3"));
        assertEquals(expected, String.join(" ", read(between(since, until))));
    }

    @ParameterizedTest
    @CsvSource({"0,''", "1,e+ f+ g", "2,d e+ f+ g", "3,b+ c d e+ f+ g", "4,a b+ c d e+ f+ g", "99,a b+ c d e+ f+ g"})
    void tailCountsJoinedLines(int tail, String expected) throws IOException {
        append(line(1, "stdout", "F", "a")
                + line(2, "stdout", "P", "b")
                + line(2, "stdout", "F", "c")
                + line(3, "stdout", "F", "d")
                + line(4, "stdout", "P", "e")
                + line(4, "stdout", "P", "f"));
        append(line(4, "stdout", "F", "g"));
        assertEquals(expected, String.join(" ", read(query(tail, false))).replace("out:", ""));
    }

    @Test
    void anUnfinishedLineAtTheEndCountsInATail() throws IOException {
        append(line(1, "stdout", "F", "a") + line(2, "stdout", "P", "b"));
        assertEquals(List.of("out:b+"), read(query(1, false)));
        assertEquals(List.of("out:a", "out:b+"), read(query(2, false)));
    }

    @Test
    void aTailReachesBackOverManyBlocks() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(line(i % 60, "stdout", "F", i + "x".repeat(i % 97)));
        }
        append(text.toString());
        for (int tail : new int[] {1, 599, 1000, 10_001, 19_999, 20_000}) {
            List<String> lines = read(query(tail, false));
            assertEquals(tail, lines.size());
            assertTrue(lines.getFirst().startsWith("out:" + (20_000 - tail)), lines.getFirst());
        }
    }

    @Test
    void aLogThatIsNotThereIsEmpty() throws IOException {
        assertEquals(List.of(), read(query(-1, false)));
        assertEquals(List.of(), read(query(5, true)));
        file = folder.resolve("no/such/folder/ctr.log");
        assertEquals(List.of(), read(query(-1, true)));
    }

    @Test
    void aLogThatIsNoFileIsRefused() throws IOException {
        Files.createDirectory(file);
        assertThrows(StorageFailed.class, () -> read(query(-1, false)));
    }

    @Test
    void aSinkThatRefusesEndsTheReading() throws IOException {
        append(line(1, "stdout", "F", "a"));
        IOException gone = new IOException("gone");
        LogSink refusing = new LogSink() {
            @Override
            public void line(LogLine line) throws IOException {
                throw gone;
            }

            @Override
            public void caughtUp() {}
        };
        try (ContainerLog log = driver.open(CONTAINER, query(-1, true), () -> true)) {
            assertEquals(gone, assertThrows(IOException.class, () -> log.read(refusing)));
        }
    }

    @Test
    void aFollowSeesTheFileComeAndGrowAndEndsWithTheContainer() throws Exception {
        try (Follow follow = new Follow(query(-1, true))) {
            follow.expect(CAUGHT_UP);
            append(line(1, "stdout", "F", "a"));
            follow.expect("out:a", CAUGHT_UP);
            String line = line(2, "stderr", "F", "bcd");
            append(line.substring(0, 45));
            append(line.substring(45) + line(3, "stdout", "F", "e"));
            follow.expect("err:bcd", "out:e", CAUGHT_UP);
            append(line(4, "stdout", "F", "last"));
            follow.alive.set(false);
            follow.expect("out:last");
            follow.expectEnd();
        }
    }

    @Test
    void aFollowWithTailGoesOnFromThere() throws Exception {
        append(line(1, "stdout", "F", "a") + line(2, "stdout", "F", "b"));
        try (Follow follow = new Follow(query(1, true))) {
            follow.expect("out:b", CAUGHT_UP);
            append(line(3, "stdout", "F", "c"));
            follow.expect("out:c", CAUGHT_UP);
        }
    }

    @Test
    void aFollowGoesOnInTheFileThatReplacesTheOldOne() throws Exception {
        append(line(1, "stdout", "F", "a"));
        try (Follow follow = new Follow(query(-1, true))) {
            follow.expect("out:a", CAUGHT_UP);
            Path next = folder.resolve("ctr.log.tmp");
            Files.writeString(next, line(2, "stdout", "F", "b"));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            follow.expect("out:b", CAUGHT_UP);
            append(line(3, "stdout", "F", "c"));
            follow.expect("out:c", CAUGHT_UP);
        }
    }

    @Test
    void nothingWrittenBeforeTheReplacementIsLost() throws Exception {
        try (Follow follow = new Follow(query(-1, true))) {
            follow.expect(CAUGHT_UP);
            // the sink holds the reader in the old file while more comes there and a new one takes its place
            append(line(1, "stdout", "F", "a"));
            append(line(1, "stdout", "F", "b"));
            Path next = folder.resolve("ctr.log.tmp");
            Files.writeString(next, line(2, "stdout", "F", "c"));
            follow.expect("out:a");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            List<String> rest = new ArrayList<>();
            while (!rest.contains("out:c")) {
                rest.add(follow.lines.next());
            }
            rest.removeIf(CAUGHT_UP::equals);
            assertEquals(List.of("out:b", "out:c"), rest);
        }
    }

    @Test
    void aFollowStartsAnewInAFileThatWasCutShort() throws Exception {
        append(line(1, "stdout", "F", "a much longer line"));
        try (Follow follow = new Follow(query(-1, true))) {
            follow.expect("out:a much longer line", CAUGHT_UP);
            Files.writeString(file, line(2, "stdout", "F", "b"));
            follow.expect("out:b", CAUGHT_UP);
        }
    }

    @Test
    void aFollowEndsWithTheFirstLineAfterUntil() throws Exception {
        Instant soon = Instant.now().plusSeconds(3600);
        LogQuery query = new LogQuery(StreamSelection.ALL, Optional.empty(), Optional.of(soon), Optional.empty(), true);
        append(line(1, "stdout", "F", "a"));
        try (Follow follow = new Follow(query)) {
            follow.expect("out:a", CAUGHT_UP);
            append(soon.plusSeconds(1) + " stdout F b\n" + line(1, "stdout", "F", "c"));
            follow.expectEnd();
        }
    }

    @Test
    void aFollowEndsWhenUntilIsOver() throws Exception {
        append(line(1, "stdout", "F", "a"));
        LogQuery query = new LogQuery(
                StreamSelection.ALL,
                Optional.empty(),
                Optional.of(Instant.now().plusMillis(200)),
                Optional.empty(),
                true);
        try (Follow follow = new Follow(query)) {
            follow.expect("out:a");
            follow.expectEnd();
        }
    }

    @Test
    void interruptionEndsAFollowAndStays() throws Exception {
        try (Follow follow = new Follow(query(-1, true))) {
            follow.expect(CAUGHT_UP);
            follow.thread.interrupt();
            follow.expectEnd();
        }
    }
}
