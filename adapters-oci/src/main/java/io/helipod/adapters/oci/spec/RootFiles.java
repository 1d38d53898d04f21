package io.helipod.adapters.oci.spec;

import io.helipod.adapters.oci.linux.LinuxCalls;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads small files out of a container's root. The image is hostile: paths are resolved by the kernel inside the root, and only a
 * regular file of bounded size is read, so that a link, a FIFO, a device or an endless file leads nowhere. No more is read than the file
 * says it has: what the kernel makes up, such as /proc/kmsg, says nothing and may wait for ever.
 */
final class RootFiles {
    private static final int LARGEST = 1 << 20;

    private RootFiles() {}

    /**
     * The file's text; empty when there is no such file.
     *
     * @param needed whether a folder in its place and one that is too large are errors, instead of none
     * @throws InvalidArgument also when it is not needed but would make its reader wait: runc reads it too, without a limit
     */
    static Optional<String> read(Path rootfs, String path, boolean needed) {
        int root = -1;
        int file = -1;
        try {
            root = LinuxCalls.open(rootfs.toString(), LinuxCalls.O_PATH | LinuxCalls.O_CLOEXEC);
            try {
                file = LinuxCalls.openInRoot(root, path);
            } catch (IOException e) {
                return Optional.empty();
            }
            Path opened = Path.of("/proc/self/fd/" + file);
            long size = Files.size(opened);
            if (!needed && (Files.isDirectory(opened) || size > LARGEST)) {
                return Optional.empty();
            }
            if (!Files.isRegularFile(opened) || LinuxCalls.isProcfs(file)) {
                throw new InvalidArgument(path + " of the image is not a regular file");
            }
            if (size > LARGEST) {
                throw new InvalidArgument(path + " of the image is larger than " + LARGEST + " bytes");
            }
            return Optional.of(size == 0 ? "" : text(opened, (int) size));
        } catch (IOException e) {
            throw new InvalidArgument(path + " of the image could not be read", e);
        } finally {
            if (file >= 0) {
                LinuxCalls.close(file);
            }
            if (root >= 0) {
                LinuxCalls.close(root);
            }
        }
    }

    private static String text(Path opened, int size) throws IOException {
        try (InputStream in = Files.newInputStream(opened)) {
            return new String(in.readNBytes(size), StandardCharsets.UTF_8);
        }
    }
}
