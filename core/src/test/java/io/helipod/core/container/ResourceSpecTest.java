package io.helipod.core.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceSpecTest {
    private static ResourceSpec memory(long limit, long swap) {
        return new ResourceSpec(
                Optional.of(limit),
                Optional.of(swap),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ResourceSpec cpus(long quota, String list) {
        return new ResourceSpec(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(quota),
                Optional.empty(),
                Optional.of(list),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-5, -1", "1, -2"})
    void memoryOutOfRangeIsRefused(long limit, long swap) {
        assertThrows(InvalidArgument.class, () -> memory(limit, swap));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "0-", "0,,1", "0\n1"})
    void brokenCpuListsAreRefused(String list) {
        assertThrows(InvalidArgument.class, () -> cpus(5000, list));
    }

    @Test
    void aQuotaBelowAMillisecondIsRefusedAndUnlimitedIsNot() {
        assertThrows(InvalidArgument.class, () -> cpus(999, "0"));
        assertEquals(Optional.of(-1L), cpus(-1, "0-3,7").cpuQuota());
    }
}
