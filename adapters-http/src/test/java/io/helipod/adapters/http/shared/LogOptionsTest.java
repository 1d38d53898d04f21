package io.helipod.adapters.http.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogOptionsTest {
    private static LogOptions maxFile(String count) {
        return LogOptions.parse(Map.of("max-file", count, "max-size", "1k"));
    }

    @Test
    void oneFileIsWhatThereIs() {
        assertEquals(new LogOptions(Optional.of(1024L), Optional.empty(), Optional.empty()), maxFile("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "10", "03"})
    void moreFilesAreRefusedByName(String count) {
        EngineException refused = assertThrows(NotSupported.class, () -> maxFile(count));
        assertTrue(refused.getMessage().contains("max-file " + count), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "many", "1.5", "99999999999"})
    void whatIsNoNumberOfFilesIsInvalid(String count) {
        assertThrows(InvalidArgument.class, () -> maxFile(count));
    }

    @Test
    void otherOptionsAreRefusedByName() {
        EngineException refused = assertThrows(NotSupported.class, () -> LogOptions.parse(Map.of("compress", "true")));
        assertTrue(refused.getMessage().contains("compress"), refused.getMessage());
    }
}
