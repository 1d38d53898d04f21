package io.helipod.adapters.storage.layer;

import io.helipod.adapters.storage.file.TreeRemoval;
import io.helipod.adapters.storage.linux.LinuxCalls;
import io.helipod.core.testing.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** One archive unpacked by itself, without a store around it, so that its files can be looked at. */
record Unpacked(Path diff, long size) {
    static Unpacked of(Path folder, TarBuilder tar) throws IOException {
        return of(folder, tar.build(), UnpackLimits.DEFAULT);
    }

    static Unpacked of(Path folder, byte[] blob, UnpackLimits limits) throws IOException {
        Path diff =
                Files.createDirectory(Files.createTempDirectory(folder, "layer").resolve("diff"));
        Path trash = Files.createDirectory(diff.resolveSibling("trash"));
        boolean whole = false;
        try (LinuxCalls linux = LinuxCalls.withBlock();
                LayerTree tree = new LayerTree(linux, diff, trash);
                LayerStream stream = new LayerStream(new ByteArrayInputStream(blob), limits)) {
            long size =
                    new LayerUnpacker(linux, tree, stream, limits, Files.getFileStore(diff), Optional.empty()).unpack();
            stream.finish();
            whole = true;
            return new Unpacked(diff, size);
        } catch (LayerUnpacker.ParentNeeded e) {
            throw new IOException(e);
        } finally {
            if (!whole) {
                TreeRemoval.empty(diff.resolveSibling(".")); // JUnit takes minutes for very deep trees
            }
        }
    }

    Path file(String name) {
        return diff.resolve(name);
    }

    int mode(String name) throws IOException {
        return (Integer) stat(name, "mode");
    }

    Object stat(String name, String what) throws IOException {
        return Files.getAttribute(file(name), "unix:" + what, LinkOption.NOFOLLOW_LINKS);
    }

    /** An attribute that the JDK has no view of; empty when it is not there. */
    byte[] attribute(String name, String attribute) throws IOException {
        try (LinuxCalls linux = LinuxCalls.withBlock()) {
            int at = LinuxCalls.check(
                    linux.openat2(
                            LinuxCalls.AT_FDCWD,
                            file(name).toString(),
                            LinuxCalls.O_RDONLY | LinuxCalls.O_NONBLOCK,
                            0,
                            0),
                    "open " + name);
            try {
                return linux.fgetxattr(at, attribute);
            } finally {
                linux.close(at);
            }
        }
    }
}
