package io.helipod.adapters.oci.log;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.helipod.core.container.LogLine;
import io.helipod.core.container.LogQuery;
import io.helipod.core.container.LogSink;
import io.helipod.core.stream.StreamSelection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Cutting ten thousand stored lines of 100 bytes, all of them wanted, and with a time to compare. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LineReaderBenchmark {
    private static final int BUFFER = 256 * 1024;
    private final byte[] log = ("2024-05-01T12:00:00.000000123+00:00 stdout F " + "0123456789".repeat(10) + "\n")
            .repeat(10_000)
            .getBytes(US_ASCII);

    @Benchmark
    public long all() throws IOException {
        return read(Optional.empty());
    }

    @Benchmark
    public long since() throws IOException {
        return read(Optional.of(Instant.EPOCH));
    }

    private long read(Optional<Instant> since) throws IOException {
        LogQuery query =
                new LogQuery(new StreamSelection(false, true, true), since, Optional.empty(), Optional.empty(), false);
        LineReader reader = new LineReader(query, BUFFER);
        Counter counter = new Counter();
        for (int at = 0; at < log.length; ) {
            ByteBuffer space = reader.space();
            int count = Math.min(space.remaining(), log.length - at);
            space.put(log, at, count);
            reader.filled(counter, count);
            at += count;
        }
        return counter.bytes;
    }

    private static final class Counter implements LogSink {
        private long bytes;

        @Override
        public void line(LogLine line) {
            bytes += line.text().remaining();
        }

        @Override
        public void caughtUp() {}
    }
}
