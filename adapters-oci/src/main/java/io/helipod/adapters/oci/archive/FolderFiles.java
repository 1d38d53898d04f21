package io.helipod.adapters.oci.archive;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.spi.image.ImageArchiveFormat.BlobSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** The files of a folder as if they came in an archive. It is looked at below open folders, so nothing leads out of it. For one thread. */
final class FolderFiles {
    private static final int DEEPEST = 8;
    private final ArchiveFiles files;

    FolderFiles(BlobSink sink) {
        this.files = new ArchiveFiles(sink);
    }

    ArchiveFiles read(Path folder) throws IOException {
        try (DirectoryStream<Path> top = Files.newDirectoryStream(folder)) {
            if (!(top instanceof SecureDirectoryStream<Path> secure)) {
                throw new InvalidArgument("folder " + folder + " cannot be read safely on this file system");
            }
            read(secure, "", 0);
            return files;
        } catch (NotDirectoryException e) {
            throw new InvalidArgument(folder + " is no folder", e);
        }
    }

    private void read(SecureDirectoryStream<Path> folder, String prefix, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new InvalidArgument("the folder is nested too deep");
        }
        for (Path entry : folder) {
            Path name = entry.getFileName();
            BasicFileAttributes attributes = folder.getFileAttributeView(
                            name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes();
            if (attributes.isDirectory()) {
                try (SecureDirectoryStream<Path> below = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    read(below, prefix + name + "/", depth + 1);
                }
            } else if (attributes.isRegularFile()) {
                try (InputStream in = Channels.newInputStream(
                        folder.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
                    files.add(prefix + name, in);
                }
            }
        }
    }
}
