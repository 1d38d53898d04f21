package io.helipod.adapters.storage.layer;

import static io.helipod.adapters.storage.linux.LinuxCalls.check;

import io.helipod.adapters.storage.layer.TarEntry.Region;
import io.helipod.adapters.storage.layer.TarEntry.Time;
import io.helipod.adapters.storage.linux.Errno;
import io.helipod.adapters.storage.linux.LinuxCalls;
import io.helipod.adapters.storage.linux.LinuxError;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.TooLarge;
import java.io.IOException;
import java.nio.file.FileStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns the entries of one archive into files of a {@link LayerTree}. For one thread, used once. */
final class LayerUnpacker {
    private static final String WHITEOUT = ".wh.";
    private static final String WHITEOUT_META = ".wh..wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    /** The kernel's limits for device numbers; and 4294967295 means "leave it" to chown. */
    private static final long MOST_MAJOR = 0xfff;

    private static final long MOST_MINOR = 0xfffff;
    private static final long MOST_ID = 0xfffffffeL;

    /** Names of folders are kept until the end, to set their times. */
    private static final long MOST_FOLDER_BYTES = 64 << 20;

    private static final long BETWEEN_DISK_CHECKS = 64 << 20;

    private final LinuxCalls linux;
    private final LayerTree tree;
    private final LayerStream stream;
    private final UnpackLimits limits;
    private final FileStore disk;
    private final Optional<ChainView> below;
    private final byte[] buffer = new byte[64 * 1024];
    private final List<FolderTimes> folderTimes = new ArrayList<>();
    private long folderBytes;
    private long entries;
    private long size;
    private long nextDiskCheck;

    private record FolderTimes(EntryPath path, Time accessed, Time changed) {}

    /** The archive links to a file of the layers below, so it needs them. */
    static final class ParentNeeded extends Exception {
        private static final long serialVersionUID = 1L;

        ParentNeeded(EntryPath target) {
            super("hard link to " + target);
        }
    }

    /**
     * @param disk that the tree lies on
     * @param below the layers below; absent to learn first whether they are needed
     */
    LayerUnpacker(
            LinuxCalls linux,
            LayerTree tree,
            LayerStream stream,
            UnpackLimits limits,
            FileStore disk,
            Optional<ChainView> below) {
        this.linux = linux;
        this.tree = tree;
        this.stream = stream;
        this.limits = limits;
        this.disk = disk;
        this.below = below;
    }

    /** Unpacks everything; what the archive left out of the root's own attributes becomes 0755 root. Returns the size of all files. */
    long unpack() throws IOException, ParentNeeded {
        tree.describe(EntryPath.ROOT, 0, 0, 0755, Map.of());
        TarReader reader = new TarReader(stream);
        for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            if (++entries > limits.entries()) {
                throw new TooLarge("layer has more than " + limits.entries() + " entries");
            }
            checkDisk();
            EntryPath path = EntryPath.parse(entry.get().name());
            try {
                unpack(entry.get(), path, reader);
            } catch (LinuxError e) {
                throw judged(e, path);
            }
        }
        for (FolderTimes each : folderTimes.reversed()) {
            if (tree.hasFolder(each.path())) {
                tree.stamp(each.path(), each.accessed(), each.changed());
            }
        }
        return size;
    }

    /** What only a strange archive can cause is the archive's fault. */
    private static LinuxError judged(LinuxError error, EntryPath path) {
        switch (error.errno()) {
            case Errno.ENAMETOOLONG,
                    Errno.ELOOP,
                    Errno.EFBIG,
                    Errno.EINVAL,
                    Errno.ENOTDIR,
                    Errno.EISDIR,
                    Errno.ENOENT,
                    Errno.E2BIG,
                    Errno.ERANGE,
                    Errno.EOVERFLOW,
                    Errno.EMLINK ->
                throw new InvalidArgument(
                        "layer archive entry " + path + " cannot be unpacked: " + error.getMessage(), error);
            default -> {
                return error;
            }
        }
    }

    private void checkDisk() throws IOException {
        if (stream.total() >= nextDiskCheck) {
            nextDiskCheck = stream.total() + BETWEEN_DISK_CHECKS;
            checkDisk(0);
        }
    }

    private void checkDisk(long more) throws IOException {
        if (disk.getUsableSpace() - more < limits.reserve()) {
            throw StorageFailed.full(
                    "no space left to unpack the layer: " + limits.reserve() + " bytes have to stay free", null);
        }
    }

    private void unpack(TarEntry entry, EntryPath path, TarReader reader) throws IOException, ParentNeeded {
        if (path.name().startsWith(WHITEOUT)) {
            whiteOut(path);
            return;
        }
        if (entry.uid() < 0 || entry.uid() > MOST_ID || entry.gid() < 0 || entry.gid() > MOST_ID) {
            throw new InvalidArgument("layer archive entry " + path + " has an impossible owner");
        }
        if (path.isRoot() && entry.type() != TarEntry.FOLDER) {
            throw new InvalidArgument("layer archive replaces its own root");
        }
        switch (entry.type()) {
            case TarEntry.FILE -> file(entry, path, reader);
            case TarEntry.FOLDER -> folder(entry, path);
            case TarEntry.HARD_LINK -> hardLink(path, EntryPath.parse(entry.link()));
            case TarEntry.SYMBOLIC_LINK -> {
                tree.makeLink(path, entry.link());
                tree.own(path, entry.uid(), entry.gid());
                tree.stamp(path, entry.accessed(), entry.changed());
            }
            case TarEntry.CHARACTER_DEVICE -> node(entry, path, LinuxCalls.S_IFCHR);
            case TarEntry.BLOCK_DEVICE -> node(entry, path, LinuxCalls.S_IFBLK);
            case TarEntry.FIFO -> node(entry, path, LinuxCalls.S_IFIFO);
            default ->
                throw new InvalidArgument("layer archive entry " + path + " is of unknown type " + (int) entry.type());
        }
    }

    private void whiteOut(EntryPath path) throws IOException {
        if (path.name().equals(OPAQUE)) {
            EntryPath folder = EntryPath.parse(path.folder());
            tree.folderOf(path); // makes it, should the archive not have named it
            tree.hideBelow(folder);
        } else if (!path.name().startsWith(WHITEOUT_META)) { // other marks are aufs's own
            String name = path.name().substring(WHITEOUT.length());
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                throw new InvalidArgument("layer archive has a whiteout of nothing: " + path);
            }
            tree.whiteOut(path.sibling(name));
        }
    }

    private void file(TarEntry entry, EntryPath path, TarReader reader) throws IOException {
        int file = tree.makeFile(path);
        try {
            long written = 0;
            for (Region region : entry.regions()) {
                written = copy(reader, file, path, region);
            }
            if (written < entry.size()) {
                check(linux.ftruncate(file, entry.size()), "set size of " + path);
            }
            size = Math.addExact(size, entry.size());
            tree.describe(
                    file,
                    path,
                    entry.uid(),
                    entry.gid(),
                    entry.mode(),
                    allowed(entry.attributes()),
                    entry.accessed(),
                    entry.changed());
        } finally {
            linux.close(file);
        }
    }

    private long copy(TarReader reader, int file, EntryPath path, Region region) throws IOException {
        long at = region.offset();
        long end = at + region.length();
        while (at < end) {
            int count = reader.read(buffer, (int) Math.min(buffer.length, end - at));
            if (count < 0) {
                throw new InvalidArgument("layer archive is broken: " + path + " is shorter than it says");
            }
            check(linux.pwrite(file, buffer, 0, count, at), "write " + path);
            at += count;
            checkDisk();
        }
        return end;
    }

    private void folder(TarEntry entry, EntryPath path) throws IOException {
        tree.makeFolder(path);
        tree.describe(path, entry.uid(), entry.gid(), entry.mode(), allowed(entry.attributes()));
        folderBytes += 64 + path.folder().length() + path.name().length();
        if (folderBytes > MOST_FOLDER_BYTES) {
            throw new TooLarge("layer has too many folders");
        }
        folderTimes.add(new FolderTimes(path, entry.accessed(), entry.changed()));
    }

    private void node(TarEntry entry, EntryPath path, int type) throws IOException {
        long major = entry.deviceMajor();
        long minor = entry.deviceMinor();
        if (major < 0 || major > MOST_MAJOR || minor < 0 || minor > MOST_MINOR) {
            throw new InvalidArgument("layer archive entry " + path + " has an impossible device number");
        }
        tree.makeNode(path, type, major, minor);
        tree.describe(path, entry.uid(), entry.gid(), entry.mode(), allowed(entry.attributes()));
        tree.stamp(path, entry.accessed(), entry.changed());
    }

    private void hardLink(EntryPath path, EntryPath target) throws IOException, ParentNeeded {
        if (target.isRoot()) {
            throw new InvalidArgument("layer archive has a hard link to its root");
        }
        if (tree.makeHardLink(path, target)) {
            return;
        }
        ChainView layers = below.orElseThrow(() -> new ParentNeeded(target));
        if (!layers.copyUp(target, tree, this::checkDisk)) {
            throw new InvalidArgument("layer archive entry " + path + " is a hard link to " + target
                    + ", which is neither in the layer nor below it");
        }
        tree.makeHardLink(path, target);
    }

    private static Map<String, byte[]> allowed(Map<String, byte[]> attributes) {
        if (attributes.isEmpty()) {
            return attributes;
        }
        Map<String, byte[]> kept = new HashMap<>(attributes);
        kept.keySet().removeIf(name -> !Attributes.isAllowed(name));
        return kept;
    }
}
