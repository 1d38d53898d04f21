package io.helipod.adapters.oci.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.RuntimeFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On files that stand for a kernel's; the real ones are used by the container runtime's contract. */
class FreezerTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir
    private Path root;

    private Path cgroup(String path, String file) throws IOException {
        Path folder = Files.createDirectories(root.resolve(path));
        return Files.writeString(folder.resolve(file), "");
    }

    @Test
    void theWordsAreThoseOfTheVersion() throws IOException {
        Path first = cgroup("helipod/one", "freezer.state");
        new Freezer(root, 1, SHORT).freeze("/helipod/one");
        assertEquals("FROZEN", Files.readString(first));
        assertTrue(new Freezer(root, 1, SHORT).isFrozen("/helipod/one"));
        new Freezer(root, 1, SHORT).thaw("/helipod/one");
        assertEquals("THAWED", Files.readString(first));
        Path second = cgroup("helipod/two", "cgroup.freeze");
        Files.writeString(second.resolveSibling("cgroup.events"), "populated 1\nfrozen 1\n");
        new Freezer(root, 2, SHORT).freeze("/helipod/two");
        assertEquals("1", Files.readString(second));
        new Freezer(root, 2, SHORT).thaw("/helipod/two");
        assertEquals("0", Files.readString(second));
    }

    @Test
    void whatDoesNotFreezeInTimeIsThawedAndTold() throws IOException {
        Path state = cgroup("helipod/stuck", "cgroup.freeze");
        Files.writeString(state.resolveSibling("cgroup.events"), "populated 1\nfrozen 0\n");
        assertThrows(RuntimeFailed.class, () -> new Freezer(root, 2, SHORT).freeze("/helipod/stuck"));
        assertEquals("0", Files.readString(state));
    }

    @Test
    void aScopeOfSystemdLiesInItsSlices() throws IOException {
        Path state = cgroup("a.slice/a-b.slice/helipod-one.scope", "freezer.state");
        new Freezer(root, 1, SHORT).freeze("a-b.slice:helipod:one");
        assertEquals("FROZEN", Files.readString(state));
    }

    @Test
    void whatIsNotThereCannotBeFrozenAndNeedsNoThaw() {
        Freezer freezer = new Freezer(root, 1, SHORT);
        assertThrows(RuntimeFailed.class, () -> freezer.freeze("/helipod/gone"));
        freezer.thaw("/helipod/gone");
        assertFalse(freezer.isFrozen("/helipod/gone"));
    }
}
