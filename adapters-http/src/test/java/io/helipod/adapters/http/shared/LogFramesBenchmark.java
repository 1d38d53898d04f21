package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.fake.StoredLine;
import io.helipod.adapters.http.stream.StdFrameWriter;
import io.helipod.core.stream.StreamType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a framed line of 100 bytes costs: of a stored log, gathered, and of a live stream, each sent at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogFramesBenchmark {
    private final StoredLine line = StoredLine.of(StreamType.STDOUT, "0123456789".repeat(10), false);
    private final LogFrames stored = new LogFrames(OutputStream.nullOutputStream(), true, false);
    private final StdFrameWriter live = new StdFrameWriter(OutputStream.nullOutputStream());
    private final ByteBuffer payload = ByteBuffer.wrap(new byte[100]);

    @Benchmark
    public void storedLine() throws IOException {
        line.text().rewind();
        stored.line(line);
    }

    @Benchmark
    public void liveOutput() throws IOException {
        payload.rewind();
        live.accept(StreamType.STDOUT, payload);
    }
}
