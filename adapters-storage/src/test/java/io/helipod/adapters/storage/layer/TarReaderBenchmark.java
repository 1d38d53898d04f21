package io.helipod.adapters.storage.layer;

import io.helipod.core.testing.TarBuilder;
import java.io.ByteArrayInputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Walking a layer of two thousand small files, hashing it on the way as unpacking does. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TarReaderBenchmark {
    private static final int FILES = 2000;
    private final byte[] tar = tar();

    private static byte[] tar() {
        TarBuilder builder = new TarBuilder();
        for (int i = 0; i < FILES; i++) {
            builder.file("usr/share/some/folder/file" + i, "0123456789".repeat(200));
        }
        return builder.build();
    }

    @Benchmark
    public int walk() {
        int entries = 0;
        try (LayerStream stream = new LayerStream(new ByteArrayInputStream(tar), UnpackLimits.DEFAULT)) {
            TarReader reader = new TarReader(stream);
            while (reader.next().isPresent()) {
                entries++;
            }
        }
        return entries;
    }
}
