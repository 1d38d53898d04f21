package io.helipod.adapters.http.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.Mount;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountOptionsTest {
    @Test
    void aBindIsRecursivePrivateAndWritable() {
        Mount.Bind bind = MountOptions.bind("/a", "/b", true, List.of());
        assertEquals(List.of("rw", "rprivate", "rbind"), bind.options());
        assertFalse(bind.readOnly());
    }

    @Test
    void whatIsSaidStandsAndLabelsAreDropped() {
        Mount.Bind bind = MountOptions.bind("/a", "/b", false, List.of("ro", "z", "slave", "bind"));
        assertEquals(List.of("ro", "slave", "bind"), bind.options());
        assertTrue(bind.readOnly());
    }

    @Test
    void aTmpfsIsFilledFromTheImageUnlessToldNotTo() {
        assertEquals(
                List.of("size=1m", "rw", "rprivate", "nosuid", "nodev", "tmpcopyup"),
                MountOptions.tmpfs("/t", List.of("size=1m")).options());
        assertFalse(MountOptions.tmpfs("/t", List.of("notmpcopyup")).options().contains("tmpcopyup"));
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(InvalidArgument.class, () -> MountOptions.bind("/a", "/b", false, List.of("size=1")));
        assertThrows(InvalidArgument.class, () -> MountOptions.bind("/a", "/b", false, List.of("ro", "rw")));
        assertThrows(InvalidArgument.class, () -> MountOptions.bind("/a", "b", false, List.of()));
        assertThrows(InvalidArgument.class, () -> MountOptions.bind("a", "/b", false, List.of()));
        assertThrows(InvalidArgument.class, () -> MountOptions.tmpfs("/t", List.of("rbind")));
        assertThrows(InvalidArgument.class, () -> MountOptions.tmpfs("/t", List.of("lowerdir=/x")));
        assertThrows(NotSupported.class, () -> MountOptions.bind("/a", "/b", false, List.of("U")));
    }
}
