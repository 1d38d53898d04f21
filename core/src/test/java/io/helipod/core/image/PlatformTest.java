package io.helipod.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    private static final Platform OWN = new Platform("linux", "arm64", "v8");

    @ParameterizedTest
    @CsvSource({
        "linux, linux/arm64/v8",
        "linux/amd64, linux/amd64",
        "linux/x86_64, linux/amd64",
        "linux/aarch64/v8, linux/arm64/v8",
        "linux/armhf, linux/arm",
        "amd64, linux/amd64",
        "x86_64, linux/amd64",
        "s390x, linux/s390x",
        "windows, windows/arm64/v8"
    })
    void aPlatformMayBeWrittenInSeveralWays(String text, String meant) {
        assertEquals(meant, Platform.parse(text, OWN).toString());
    }

    @Test
    void whatIsNoPlatformIsRefused() {
        assertThrows(InvalidArgument.class, () -> Platform.parse("", OWN));
        assertThrows(InvalidArgument.class, () -> Platform.parse("a b", OWN));
        assertThrows(InvalidArgument.class, () -> Platform.parse("linux/a/b/c", OWN));
    }
}
