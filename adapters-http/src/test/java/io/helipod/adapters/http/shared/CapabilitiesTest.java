package io.helipod.adapters.http.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {
    private static final List<String> DEFAULTS = List.of("CAP_CHOWN", "CAP_KILL");

    @Test
    void namesAreReadInAnySpelling() {
        assertEquals(
                List.of("CAP_NET_ADMIN", "CAP_KILL", "ALL"),
                Capabilities.parse(List.of("net_admin", "CAP_KILL", "cap_kill", "all")));
        assertThrows(InvalidArgument.class, () -> Capabilities.parse(List.of("fly")));
    }

    @Test
    void droppingAllLeavesWhatWasAdded() {
        assertEquals(List.of("CAP_FOWNER"), Capabilities.effective(DEFAULTS, List.of("CAP_FOWNER"), List.of("ALL")));
    }

    @Test
    void addingAllMinusOneLacksThatOne() {
        List<String> all = Capabilities.effective(DEFAULTS, List.of("ALL"), List.of("CAP_KILL"));
        assertEquals(40, all.size());
        assertEquals(List.of("CAP_KILL"), Capabilities.difference(DEFAULTS, all));
    }
}
