package io.helipod.adapters.http.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanTextTest {
    @ParameterizedTest
    @CsvSource({
        "PT0.9S, Less than a second",
        "PT1.5S, 1 second",
        "PT59S, 59 seconds",
        "PT60S, About a minute",
        "PT119S, About a minute",
        "PT2M, 2 minutes",
        "PT59M59S, 59 minutes",
        "PT60M, About an hour",
        "PT89M, About an hour",
        "PT90M, 2 hours",
        "PT47H, 47 hours",
        "PT48H, 2 days",
        "P13D, 13 days",
        "P14D, 2 weeks",
        "P60D, 2 months",
        "P730D, 2 years"
    })
    void durationsReadAsDockerWritesThem(Duration span, String text) {
        assertEquals(text, HumanText.duration(span));
    }

    @ParameterizedTest
    @CsvSource({"0, 0B", "1000, 1kB", "1048576, 1.049MB", "10000000, 10MB", "999, 999B", "1234567890, 1.235GB"})
    void sizesArePowersOfAThousand(long bytes, String text) {
        assertEquals(text, HumanText.size(bytes));
    }

    @ParameterizedTest
    @CsvSource({"10m, 10485760", "10M, 10485760", "1k, 1024", "5, 5", "1.5kb, 1536", "2GiB, 2147483648", "7b, 7"})
    void sizesAreReadAsPowersOf1024(String text, long bytes) {
        assertEquals(bytes, HumanText.parseSize(text, "x"));
    }

    @Test
    void aTextThatIsNoSizeIsNamed() {
        var error = assertThrows(InvalidArgument.class, () -> HumanText.parseSize("many", "max-size"));
        assertEquals("invalid size many for max-size", error.getMessage());
        assertThrows(InvalidArgument.class, () -> HumanText.parseSize("999999999999p", "max-size"));
    }
}
