package io.helipod.adapters.storage.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeRemovalTest {
    @TempDir
    Path folder;

    @Test
    void linksAreRemovedNotFollowed() throws IOException {
        Path canary = Files.writeString(
                Files.createDirectory(folder.resolve("outside")).resolve("canary"), "alive");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("out"), canary.getParent());
        Files.createSymbolicLink(Files.createDirectory(tree.resolve("inner")).resolve("up"), Path.of("../../outside"));
        TreeRemoval.remove(tree);
        assertFalse(Files.exists(tree));
        assertEquals("alive", Files.readString(canary));
    }

    @Test
    void noDepthIsTooDeep() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        digDown(tree, 3000);
        TreeRemoval.remove(tree);
        assertFalse(Files.exists(tree));
    }

    @Test
    void emptyingKeepsTheFolder() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.createDirectories(tree.resolve("a/b/c"));
        TreeRemoval.empty(tree);
        assertTrue(Files.isDirectory(tree));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(tree)) {
            assertFalse(left.iterator().hasNext());
        }
    }

    @Test
    void removingWhatIsNotThereIsNothing() throws IOException {
        TreeRemoval.remove(folder.resolve("never"));
    }

    /** Nests deeper than any path can say, as a process with its own working directory can. */
    private static void digDown(Path top, int depth) throws IOException {
        Path inner = top;
        for (int i = 0; i < depth; i++) {
            Path outer = Files.createDirectory(top.resolveSibling("outer" + i));
            Files.move(inner, outer.resolve("d"));
            inner = outer;
        }
        Files.move(inner, top);
    }
}
