package io.helipod.adapters.storage.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.UUID;

/**
 * Removes trees whose content somebody hostile may have made, and may still be changing: every step goes through an open
 * directory, no link is followed, and no depth of nesting costs stack or descriptors.
 */
public final class TreeRemoval {
    /** Deeper folders are moved up and removed later. */
    private static final int DEEPEST = 32;

    /** Not to be guessed: a name that is there already would stop the move. */
    private final String prefix = ".moved-" + UUID.randomUUID() + "-";

    private long moved;

    private TreeRemoval() {}

    /** Removes the folder and all below it; nothing happens when it is not there. It must be the caller's alone. */
    public static void remove(Path folder) throws IOException {
        empty(folder);
        Files.deleteIfExists(folder);
    }

    /** Removes all below the folder. */
    public static void empty(Path folder) throws IOException {
        TreeRemoval removal = new TreeRemoval();
        long before;
        do {
            before = removal.moved;
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                removal.empty(secure(stream), secure(stream), 0);
            } catch (NoSuchFileException e) {
                return;
            }
        } while (removal.moved != before);
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new IOException("this platform has no directory descriptors");
    }

    private void empty(SecureDirectoryStream<Path> top, SecureDirectoryStream<Path> folder, int depth)
            throws IOException {
        for (Path entry : folder) {
            Path name = entry.getFileName();
            if (!isFolder(folder, name)) {
                deleteIfThere(() -> folder.deleteFile(name));
            } else if (depth >= DEEPEST) {
                folder.move(name, top, Path.of(prefix + moved++));
            } else {
                try (SecureDirectoryStream<Path> inner = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    empty(top, inner, depth + 1);
                }
                deleteIfThere(() -> folder.deleteDirectory(name));
            }
        }
    }

    private static boolean isFolder(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        try {
            return folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static void deleteIfThere(Deletion deletion) throws IOException {
        try {
            deletion.run();
        } catch (NoSuchFileException e) {
            // somebody was faster, which is what was wanted
        }
    }

    @FunctionalInterface
    private interface Deletion {
        void run() throws IOException;
    }
}
