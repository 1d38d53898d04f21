package io.helipod.adapters.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.testing.TestEngine;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Holds {@code routes.txt}, which says what of the reference is served, against what is. */
class RoutesTableTest {
    private static final String DONE = "done";
    private static final String NOT_YET = "not yet";

    private static List<String> table() throws IOException {
        try (InputStream in = Objects.requireNonNull(EngineHttpFeature.class.getResourceAsStream("routes.txt"))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @Test
    void whatIsServedIsWhatTheTableCallsDone() throws IOException {
        List<String> done = table().stream()
                .filter(line -> line.startsWith(DONE))
                .map(line -> line.substring(NOT_YET.length()).strip().replaceAll(" +", " "))
                .sorted()
                .toList();
        try (TestEngine engine = new TestEngine()) {
            List<String> served =
                    EngineHttpFeature.routes(engine.api(), HttpAdapterConfig.DEFAULT).operations().stream()
                            .map(line -> line.replace(":.+}", "}")
                                    .replace(":.*}", "}")
                                    .replace("* /", "ANY /"))
                            .sorted()
                            .toList();
            assertEquals(String.join("\n", done), String.join("\n", served));
        }
    }

    @Test
    void theTableNamesEveryOperationOnce() throws IOException {
        List<String> table = table();
        assertEquals(217, table.size(), "221 rows of the reference, four of them further meanings of a path");
        assertEquals(
                table.size(),
                table.stream()
                        .map(line -> line.substring(NOT_YET.length()))
                        .distinct()
                        .count());
        assertTrue(table.stream().allMatch(line -> line.startsWith(DONE) || line.startsWith(NOT_YET)));
    }
}
