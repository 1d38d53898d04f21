package io.helipod.core.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalTest {
    @ParameterizedTest
    @CsvSource({"9,9", "0,0", "64,64", "KILL,9", "sigterm,15", "RTMIN,34", "rtmin+3,37", "RTMIN+30,64", "SIGRTMAX,64"})
    void namesAndNumbersAreRead(String text, int number) {
        assertEquals(number, Signal.parse(text).number());
    }

    @Test
    void realTimeSignalsAreCountedDownToTheFirst() {
        assertEquals(63, Signal.parse("RTMAX-1").number());
        assertEquals(34, Signal.parse("RTMAX-30").number());
    }

    /** RTMAX-40 is not SIGXCPU. */
    @ParameterizedTest
    @ValueSource(
            strings = {"RTMAX-31", "RTMAX-40", "RTMAX-64", "RTMAX-99", "RTMIN+31", "RTMIN-1", "65", "", "SIG", "-1"})
    void nonsenseIsRefused(String text) {
        assertThrows(InvalidArgument.class, () -> Signal.parse(text));
    }
}
