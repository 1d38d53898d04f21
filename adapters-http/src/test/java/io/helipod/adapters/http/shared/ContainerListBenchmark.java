package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.compat.wire.ContainerSummaryJson;
import io.helipod.adapters.http.fake.Samples;
import io.helipod.adapters.http.json.Encoded;
import io.helipod.adapters.http.json.Json;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A list of a hundred containers, with the rows kept and made anew. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ContainerListBenchmark {
    private final ContainerEncodings encodings = new ContainerEncodings();
    private final Instant now = Samples.CREATED.plusSeconds(1000);
    private final List<ContainerRecord> containers =
            Collections.nCopies(100, Samples.container(ContainerSpec.of("alpine"), Samples.running(), "sleep", "1"));

    @Benchmark
    public byte[] kept() {
        List<String> statuses = containers.stream()
                .map(c -> new ContainerView(c).dockerStatus(now))
                .toList();
        return Encoded.array(containers.stream().map(this::row).toList(), statuses);
    }

    private Encoded row(ContainerRecord container) {
        return encodings.get(
                container,
                "row",
                () -> Encoded.withText(text -> ContainerSummaryJson.from(container, text, Optional.empty())));
    }

    @Benchmark
    public byte[] anew() {
        return Json.document(containers.stream()
                .map(c -> ContainerSummaryJson.from(c, now, Optional.empty()))
                .toList());
    }
}
