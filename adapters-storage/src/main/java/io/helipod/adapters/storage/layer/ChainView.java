package io.helipod.adapters.storage.layer;

import static io.helipod.adapters.storage.linux.LinuxCalls.check;

import io.helipod.adapters.storage.layer.TarEntry.Time;
import io.helipod.adapters.storage.linux.Errno;
import io.helipod.adapters.storage.linux.FileStatus;
import io.helipod.adapters.storage.linux.LinuxCalls;
import io.helipod.adapters.storage.linux.LinuxError;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Layers on top of each other, as overlayfs would show them, without a mount. Links are never followed: the question is always
 * what has exactly this path. For one thread.
 */
final class ChainView implements AutoCloseable {
    private static final int BENEATH =
            LinuxCalls.RESOLVE_BENEATH | LinuxCalls.RESOLVE_NO_SYMLINKS | LinuxCalls.RESOLVE_NO_MAGICLINKS;

    private final LinuxCalls linux;
    private final List<Layer> layers;
    private final List<Integer> roots = new ArrayList<>();

    /**
     * One layer.
     *
     * @param diff its files
     * @param implied folders it does not really say anything about
     */
    record Layer(Path diff, Set<String> implied) {}

    /** A folder's own attributes. */
    record Folder(long uid, long gid, int mode, Time changed, Map<String, byte[]> attributes) {}

    /**
     * A folder's attributes as they should be.
     *
     * @param wrong whether overlayfs would show others, those of a layer that only implies the folder
     */
    record Effective(Folder folder, boolean wrong) {}

    /** Says whether so many bytes may be written. */
    @FunctionalInterface
    interface Space {
        void claim(long bytes) throws IOException;
    }

    /** @param layers lowest first */
    ChainView(LinuxCalls linux, List<Layer> layers) throws LinuxError {
        this.linux = linux;
        this.layers = layers;
        try {
            for (Layer each : layers) {
                roots.add(linux.openFolder(each.diff()));
            }
        } catch (LinuxError e) {
            close();
            throw e;
        }
    }

    private int open(int layer, String path, int flags) {
        return linux.openat2(
                roots.get(layer),
                path.isEmpty() ? "." : path,
                flags | LinuxCalls.O_NOFOLLOW | LinuxCalls.O_CLOEXEC,
                0,
                BENEATH);
    }

    private int openFolder(int layer, String path) {
        return open(layer, path, LinuxCalls.O_RDONLY | LinuxCalls.O_DIRECTORY);
    }

    /** The folder at the path; empty when what is seen there is none. */
    Optional<Effective> folder(String path) throws LinuxError {
        Optional<Folder> shown = Optional.empty();
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            int file = openFolder(layer, path);
            if (file >= 0) {
                try {
                    boolean named = !layers.get(layer).implied().contains(path);
                    Folder found = attributes(file);
                    if (named) {
                        return Optional.of(new Effective(found, shown.isPresent()));
                    }
                    shown = Optional.of(shown.orElse(found));
                } finally {
                    linux.close(file);
                }
            } else if (file != -Errno.ENOENT) {
                break;
            }
            if (hides(layer, path)) {
                break;
            }
        }
        return shown.map(folder -> new Effective(folder, false));
    }

    private Folder attributes(int file) throws LinuxError {
        FileStatus status = linux.status(file);
        return new Folder(
                status.uid(),
                status.gid(),
                status.permissions(),
                new Time(status.seconds(), status.nanos()),
                Attributes.of(linux, file));
    }

    /** Whether something above the path in this layer keeps the layers below from being seen there. */
    private boolean hides(int layer, String path) throws LinuxError {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            int file = openFolder(layer, path.substring(0, slash));
            if (file == -Errno.ENOENT) {
                return false;
            }
            if (file < 0) {
                return true;
            }
            try {
                if (linux.fgetxattr(file, Attributes.OPAQUE).length > 0) {
                    return true;
                }
            } finally {
                linux.close(file);
            }
        }
        return false;
    }

    /**
     * Copies the file or link at the path into a layer that is being made, as overlayfs does before it gives a file of a lower
     * layer another name.
     *
     * @return false when no such file is seen
     */
    boolean copyUp(EntryPath path, LayerTree tree, Space space) throws IOException {
        for (int layer = layers.size() - 1; layer >= 0; layer--) {
            int file = open(layer, path.text(), LinuxCalls.O_PATH);
            if (file >= 0) {
                try {
                    FileStatus status = linux.status(file);
                    if (status.isWhiteout()) {
                        return false;
                    }
                    if (status.isLink()) {
                        copyLink(path, tree, file, status);
                    } else if (status.isRegular()) {
                        space.claim(status.size());
                        copyFile(path, tree, layer, status);
                    } else {
                        throw new InvalidArgument("layer archive has a hard link to " + path + ", which is no file");
                    }
                    return true;
                } finally {
                    linux.close(file);
                }
            }
            if (file != -Errno.ENOENT || hides(layer, path.text())) {
                return false;
            }
        }
        return false;
    }

    private void copyLink(EntryPath path, LayerTree tree, int file, FileStatus status) throws LinuxError {
        Time time = new Time(status.seconds(), status.nanos());
        tree.makeLink(path, linux.readlinkat(file, ""));
        tree.own(path, status.uid(), status.gid());
        tree.stamp(path, time, time);
    }

    private void copyFile(EntryPath path, LayerTree tree, int layer, FileStatus status) throws LinuxError {
        Time time = new Time(status.seconds(), status.nanos());
        int from = check(open(layer, path.text(), LinuxCalls.O_RDONLY | LinuxCalls.O_NONBLOCK), "open " + path);
        try {
            int to = tree.makeFile(path);
            try {
                byte[] buffer = new byte[64 * 1024];
                long at = 0;
                for (int count = check(linux.read(from, buffer), "read " + path);
                        count > 0;
                        count = check(linux.read(from, buffer), "read " + path)) {
                    check(linux.pwrite(to, buffer, 0, count, at), "write " + path);
                    at += count;
                }
                tree.describe(
                        to,
                        path,
                        status.uid(),
                        status.gid(),
                        status.permissions(),
                        Attributes.of(linux, from),
                        time,
                        time);
            } finally {
                linux.close(to);
            }
        } finally {
            linux.close(from);
        }
    }

    @Override
    public void close() {
        roots.forEach(linux::close);
        roots.clear();
    }
}
