package io.helipod.adapters.oci.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootFilesTest {
    @TempDir
    private Path root;

    @Test
    void aFileIsReadAndOneThatIsNotThereIsNone() throws IOException {
        Files.writeString(root.resolve("some"), "text\n");
        Files.writeString(root.resolve("none"), "");
        assertEquals(Optional.of("text\n"), RootFiles.read(root, "/some", true));
        assertEquals(Optional.of(""), RootFiles.read(root, "/none", true));
        assertEquals(Optional.empty(), RootFiles.read(root, "/other", true));
    }

    /** A running container's root has procfs in it, and some of its files wait, such as kmsg; they all say that they are empty. */
    @Test
    void whatTheKernelMakesUpIsRefused() {
        for (boolean needed : List.of(true, false)) {
            assertThrows(InvalidArgument.class, () -> RootFiles.read(Path.of("/"), "/proc/uptime", needed));
            assertThrows(InvalidArgument.class, () -> RootFiles.read(Path.of("/"), "/proc/kmsg", needed));
        }
    }

    @Test
    void aFolderIsNoFileUnlessOneIsNeeded() {
        assertEquals(Optional.empty(), RootFiles.read(root, "/", false));
        assertThrows(InvalidArgument.class, () -> RootFiles.read(root, "/", true));
    }
}
