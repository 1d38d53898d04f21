package io.helipod.adapters.oci.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private static final List<String> BASE = List.of("CAP_CHOWN", "CAP_KILL");

    private static List<String> merge(List<String> add, List<String> drop) {
        return Capabilities.merge(BASE, add, drop);
    }

    @Test
    void addedAndDroppedOnesChangeTheDefaultSetInWhateverSpelling() {
        assertEquals(BASE, merge(List.of(), List.of()));
        assertEquals(
                List.of("CAP_KILL", "CAP_NET_RAW", "CAP_SYS_TIME"),
                merge(List.of("net_raw", "CAP_SYS_TIME", "CAP_NET_RAW"), List.of("chown")));
    }

    @Test
    void allAreAddedButTheDroppedAndDroppedButTheAdded() {
        List<String> all = merge(List.of("all"), List.of("CAP_SYS_ADMIN"));
        assertTrue(all.contains("CAP_BPF"));
        assertFalse(all.contains("CAP_SYS_ADMIN"));
        assertEquals(List.of("CAP_NET_RAW"), merge(List.of("NET_RAW"), List.of("ALL")));
        assertEquals(List.of(), merge(List.of(), List.of("ALL")));
    }

    @Test
    void contradictionsAndUnknownNamesAreRefused() {
        assertThrows(InvalidArgument.class, () -> merge(List.of("ALL"), List.of("ALL")));
        assertThrows(InvalidArgument.class, () -> merge(List.of("KILL"), List.of("CAP_KILL")));
        assertThrows(InvalidArgument.class, () -> merge(List.of("CAP_FLY"), List.of()));
        assertThrows(InvalidArgument.class, () -> merge(List.of(), List.of("")));
    }
}
