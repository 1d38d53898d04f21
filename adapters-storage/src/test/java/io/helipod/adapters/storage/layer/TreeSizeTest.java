package io.helipod.adapters.storage.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.storage.file.TreeRemoval;
import io.helipod.core.error.EngineException.StorageFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeSizeTest {
    @TempDir
    Path folder;

    @Test
    void onlyRegularFilesCount() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.write(tree.resolve("one"), new byte[10]);
        Files.write(Files.createDirectories(tree.resolve("a/b")).resolve("two"), new byte[5]);
        Files.createDirectory(tree.resolve("c"));
        Files.write(folder.resolve("outside"), new byte[1000]);
        Files.createSymbolicLink(tree.resolve("file"), folder.resolve("outside"));
        Files.createSymbolicLink(tree.resolve("folder"), folder);
        assertEquals(15, TreeSize.of(tree));
    }

    @Test
    void aFileWithThreeNamesCountsOnce() throws IOException {
        Path one = Files.write(folder.resolve("one"), new byte[100]);
        Files.createLink(folder.resolve("two"), one);
        Files.createLink(Files.createDirectory(folder.resolve("d")).resolve("three"), one);
        assertEquals(100, TreeSize.of(folder));
    }

    @Test
    void whatIsNotThereHasNoSize() throws IOException {
        assertEquals(0, TreeSize.of(folder.resolve("never")));
    }

    @Test
    void noDepthIsTooDeepAndTheWayBackUpIsFound() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.write(tree.resolve("deepest"), new byte[3]);
        for (int i = 0; i < 3000; i++) {
            Path outer = Files.createDirectory(folder.resolve("outer" + i));
            Files.move(tree, outer.resolve("d"));
            Files.createDirectory(outer.resolve("e"));
            if (i % 100 == 0) {
                Files.write(outer.resolve("e/file"), new byte[1]);
            }
            tree = outer;
        }
        try {
            assertEquals(33, TreeSize.of(tree));
        } finally {
            TreeRemoval.remove(tree); // too deep for those who clean up after tests
        }
    }

    @Test
    void tooManyFoldersAreAnErrorAndNoLossOfMemory() throws IOException {
        for (int i = 0; i < 4; i++) {
            Files.createDirectory(folder.resolve("d" + i));
        }
        assertEquals(0, TreeSize.of(folder, 4));
        assertThrows(StorageFailed.class, () -> TreeSize.of(folder, 3));
    }

    @Test
    void aFolderMovedOutMeanwhileNeverLeadsOutOfTheTree() throws Exception {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path inner = Files.createDirectories(tree.resolve("a/b/c/d/e"));
        Path away = Files.createDirectory(folder.resolve("away"));
        Files.write(away.resolve("big"), new byte[1_000_000]);
        for (int i = 0; i < 200; i++) {
            Files.createDirectory(inner.resolve("f" + i));
        }
        AtomicBoolean stop = new AtomicBoolean();
        Thread mover = Thread.ofPlatform().start(() -> {
            Path here = tree.resolve("a/b/c");
            Path there = away.resolve("c");
            while (!stop.get()) {
                try {
                    Files.move(here, there);
                    Files.move(there, here);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        try {
            for (int i = 0; i < 200; i++) {
                long size;
                try {
                    size = TreeSize.of(tree);
                } catch (StorageFailed lost) {
                    assertTrue(lost.getMessage().contains("moved about"), lost.getMessage());
                    continue;
                }
                assertEquals(0, size);
            }
        } finally {
            stop.set(true);
            mover.join();
        }
    }
}
