package io.helipod.core.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** behaviour.md 8. */
class TimeTextTest {
    private static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2024-05-01T10:00:00.5Z, 2024-05-01T10:00:00.5Z",
        "2024-05-01T10:00:00+02:00, 2024-05-01T08:00:00Z",
        "2024-05-01T10:00:00, 2024-05-01T10:00:00Z",
        "2024-05-01+02:00, 2024-04-30T22:00:00Z",
        "2024-05-01, 2024-05-01T00:00:00Z",
        "1714557600, 2024-05-01T10:00:00Z",
        "1714557600.25, 2024-05-01T10:00:00.25Z",
        "1h30m, 2024-05-01T10:30:00Z",
        "-1h, 2024-05-01T13:00:00Z",
        "500ms, 2024-05-01T11:59:59.5Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z"
    })
    void sinceReadsEveryForm(String text, Instant expected) {
        assertEquals(expected, TimeText.parseSince(text, NOW));
    }

    @Test
    void untilCountsDurationsForward() {
        assertEquals(NOW.plusSeconds(90), TimeText.parseUntil("90s", NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1d", "1h x", "2024-13-01", "--1h", "99999999999999999999"})
    void anythingElseIsRefused(String text) {
        assertThrows(InvalidArgument.class, () -> TimeText.parseSince(text, NOW));
    }

    @Test
    void durationsAreGoDurations() {
        assertEquals(Duration.ofMillis(4530918), TimeText.parseDuration("1h15m30.918s"));
        assertEquals(Duration.ofMillis(250), TimeText.parseDuration("250ms"));
        assertThrows(InvalidArgument.class, () -> TimeText.parseDuration("999999999999h"));
    }
}
