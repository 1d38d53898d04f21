package io.helipod.adapters.storage.layer;

import static io.helipod.adapters.storage.linux.LinuxCalls.check;

import io.helipod.adapters.storage.layer.TarEntry.Time;
import io.helipod.adapters.storage.linux.ByteText;
import io.helipod.adapters.storage.linux.Errno;
import io.helipod.adapters.storage.linux.FileStatus;
import io.helipod.adapters.storage.linux.LinuxCalls;
import io.helipod.adapters.storage.linux.LinuxError;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.TooLarge;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the tree of a container as a layer: an archive, and the folder that unpacking it would make. The container may be changing the
 * tree meanwhile, maliciously: every path is resolved by the kernel below the open top, no link is followed, nothing but regular files and
 * folders is opened, and what a file holds is copied first and read from the copy, so that archive and folder are of the same bytes.
 *
 * <p>A folder stands before what is in it, its files before its folders, each in the order of their bytes; so the same tree gives the same
 * archive. Overlayfs's marks become the archive's (layer.md "Whiteouts"). Sockets are left out, which an archive cannot hold.
 */
final class TreeArchive {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";
    private static final int LONGEST_PATH = 4095;

    /** Names and paths known at one time; a container makes as many as it likes. */
    private static final long MOST_NAME_BYTES = 64 << 20;

    private static final int NAME_COST = 100;
    private static final long BETWEEN_DISK_CHECKS = 64 << 20;
    private static final int BENEATH = LinuxCalls.RESOLVE_BENEATH
            | LinuxCalls.RESOLVE_NO_SYMLINKS
            | LinuxCalls.RESOLVE_NO_MAGICLINKS
            | LinuxCalls.RESOLVE_NO_XDEV;
    private static final Time NEVER = new Time(0, 0);

    private final LinuxCalls linux;
    private final Path top;
    private final LayerTree copy;
    private final TarWriter tar;
    private final UnpackLimits limits;
    private final FileStore disk;
    private final byte[] buffer = new byte[128 * 1024];
    private final Map<Long, String> linked = new HashMap<>();
    private final List<TarEntry> folders = new ArrayList<>();
    private final Deque<String> pending = new ArrayDeque<>();
    private long nameBytes;
    private long entries;
    private long size;
    private long untilDiskCheck;

    /**
     * @param copy an empty folder, which becomes the layer
     * @param disk that the copy and the archive lie on
     */
    TreeArchive(LinuxCalls linux, Path top, LayerTree copy, TarWriter tar, UnpackLimits limits, FileStore disk) {
        this.linux = linux;
        this.top = top;
        this.copy = copy;
        this.tar = tar;
        this.limits = limits;
        this.disk = disk;
    }

    /** Whether the top itself has to be told, or is as the layers below have it. */
    interface TopRule {
        boolean named(FileStatus status, Map<String, byte[]> attributes);
    }

    /** Entries written. */
    long entries() {
        return entries;
    }

    /** Bytes of the regular files. */
    long size() {
        return size;
    }

    void write(TopRule rule) throws IOException {
        int root = linux.openFolder(top);
        try {
            copy.describe(EntryPath.ROOT, 0, 0, 0755, Map.of());
            FileStatus status = linux.status(root);
            Map<String, byte[]> attributes = attributes(root);
            if (rule.named(status, attributes)) {
                folder("", status, attributes, false);
            }
            contents(root, "");
            while (!pending.isEmpty()) {
                String path = pending.pop();
                nameBytes -= NAME_COST + path.length();
                int folder = linux.openat2(
                        root,
                        path,
                        LinuxCalls.O_RDONLY | LinuxCalls.O_DIRECTORY | LinuxCalls.O_NOFOLLOW | LinuxCalls.O_CLOEXEC,
                        0,
                        BENEATH);
                if (isGone(folder)) {
                    continue;
                }
                check(folder, "open " + show(path));
                try {
                    folder(
                            path,
                            linux.status(folder),
                            attributes(folder),
                            linux.fgetxattr(folder, Attributes.OPAQUE).length > 0);
                    contents(folder, path);
                } finally {
                    linux.close(folder);
                }
            }
            tar.end();
        } finally {
            linux.close(root);
        }
        for (TarEntry each : folders.reversed()) {
            copy.stamp(EntryPath.parse(each.name()), each.changed(), each.changed());
        }
    }

    /** It was removed, or replaced by something else, after its name was read; or something was mounted over it. */
    private static boolean isGone(int result) {
        return result == -Errno.ENOENT || result == -Errno.ENOTDIR || result == -Errno.ELOOP || result == -Errno.EXDEV;
    }

    private static String show(String path) {
        return "/" + ByteText.show(path);
    }

    private void folder(String path, FileStatus status, Map<String, byte[]> attributes, boolean hides)
            throws IOException {
        TarEntry entry = entry(path + "/", "", TarEntry.FOLDER, 0, status, attributes);
        if (path.isEmpty()) {
            entry = entry("./", "", TarEntry.FOLDER, 0, status, attributes);
        }
        put(entry);
        EntryPath place = EntryPath.parse(path);
        copy.makeFolder(place);
        copy.describe(place, status.uid(), status.gid(), status.permissions(), attributes);
        claim(path);
        folders.add(entry);
        if (hides) {
            put(mark(path + "/" + OPAQUE));
            copy.hideBelow(place);
        }
    }

    /** Those that an archive can hold too: see {@link TarWriter}. */
    private Map<String, byte[]> attributes(int file) throws LinuxError {
        Map<String, byte[]> found = Attributes.of(linux, file);
        found.keySet().removeIf(name -> name.indexOf('=') >= 0);
        return found;
    }

    /** What is in the folder but folders; those wait. */
    private void contents(int folder, String path) throws IOException {
        List<String> names = new ArrayList<>();
        int known = 0;
        while (check(linux.getdents64(folder, names), "list " + show(path)) > 0) {
            for (; known < names.size(); known++) {
                claim(names.get(known));
            }
        }
        Collections.sort(names);
        List<String> below = new ArrayList<>();
        for (String name : names) {
            nameBytes -= NAME_COST + name.length();
            int file = linux.openat2(
                    folder, name, LinuxCalls.O_PATH | LinuxCalls.O_NOFOLLOW | LinuxCalls.O_CLOEXEC, 0, BENEATH);
            if (isGone(file)) {
                continue;
            }
            String whole = path.isEmpty() ? name : path + "/" + name;
            check(file, "look at " + show(whole));
            try {
                FileStatus status = linux.status(file);
                if (status.isDirectory()) {
                    judge(name, whole);
                    claim(whole);
                    below.add(whole);
                } else {
                    file(file, name, path, whole, status);
                }
            } finally {
                linux.close(file);
            }
        }
        below.reversed().forEach(pending::push);
    }

    private void claim(String name) {
        nameBytes += NAME_COST + name.length();
        if (nameBytes > MOST_NAME_BYTES) {
            throw new TooLarge("the container has too many names to commit them");
        }
    }

    /** What a layer cannot hold. */
    private static void judge(String name, String whole) {
        if (name.startsWith(WHITEOUT)) {
            throw new InvalidArgument(
                    "cannot commit " + show(whole) + ": in a layer, a name with " + WHITEOUT + " means a removal");
        }
        if (whole.length() > LONGEST_PATH - OPAQUE.length() - 1) {
            throw new TooLarge("cannot commit " + show(whole) + ": its path has " + whole.length() + " bytes");
        }
    }

    private void file(int file, String name, String folder, String whole, FileStatus status) throws IOException {
        EntryPath place = new EntryPath(folder, name);
        if (status.isWhiteout()) {
            judge("", whole);
            put(mark(folder.isEmpty() ? WHITEOUT + name : folder + "/" + WHITEOUT + name));
            copy.whiteOut(place);
            return;
        }
        judge(name, whole);
        switch (status.type()) {
            case LinuxCalls.S_IFREG -> regular(file, place, status);
            case LinuxCalls.S_IFLNK -> {
                String target = linux.readlinkat(file, "");
                put(entry(whole, target, TarEntry.SYMBOLIC_LINK, 0, status, Map.of()));
                copy.makeLink(place, target);
                copy.own(place, status.uid(), status.gid());
                copy.stamp(place, time(status), time(status));
            }
            case LinuxCalls.S_IFCHR -> node(place, TarEntry.CHARACTER_DEVICE, status);
            case LinuxCalls.S_IFBLK -> node(place, TarEntry.BLOCK_DEVICE, status);
            case LinuxCalls.S_IFIFO -> node(place, TarEntry.FIFO, status);
            default -> {
                // a socket
            }
        }
    }

    private void node(EntryPath place, char type, FileStatus status) throws IOException {
        put(entry(place.text(), "", type, 0, status, Map.of()));
        copy.makeNode(place, status.type(), status.deviceMajor(), status.deviceMinor());
        copy.describe(place, status.uid(), status.gid(), status.permissions(), Map.of());
        copy.stamp(place, time(status), time(status));
    }

    private void regular(int path, EntryPath place, FileStatus seen) throws IOException {
        if (seen.links() > 1) {
            String first = linked.get(seen.inode());
            if (first != null) {
                put(entry(place.text(), first, TarEntry.HARD_LINK, 0, seen, Map.of()));
                copy.makeHardLink(place, EntryPath.parse(first));
                return;
            }
            claim(place.text());
            linked.put(seen.inode(), place.text());
        }
        int from = check(linux.reopen(path), "open " + place);
        try {
            FileStatus status = linux.status(from);
            Map<String, byte[]> attributes = attributes(from);
            requireSpace(status.size());
            int to = copy.makeFile(place);
            try {
                duplicate(from, to, place, status.size());
                TarEntry entry = entry(place.text(), "", TarEntry.FILE, status.size(), status, attributes);
                put(entry);
                write(to, place, status.size());
                copy.describe(
                        to,
                        place,
                        status.uid(),
                        status.gid(),
                        status.permissions(),
                        attributes,
                        entry.changed(),
                        entry.changed());
                linux.beginWriting(to); // the less is left for the end
            } finally {
                linux.close(to);
            }
            size = Math.addExact(size, status.size());
        } finally {
            linux.close(from);
        }
    }

    /** Shares the blocks where the file system can, else the kernel copies. */
    private void duplicate(int from, int to, EntryPath place, long length) throws LinuxError {
        if (length > 0 && linux.ficlone(to, from) < 0) {
            long sent = linux.sendfile(to, from, length);
            if (sent < 0) {
                throw new LinuxError((int) -sent, "copy " + place);
            }
        }
        // it may have grown or shrunk since it was looked at
        check(linux.ftruncate(to, length), "set size of " + place);
    }

    private void write(int file, EntryPath place, long length) throws IOException {
        long at = 0;
        while (at < length) {
            int count =
                    check(linux.pread(file, buffer, (int) Math.min(buffer.length, length - at), at), "read " + place);
            if (count == 0) {
                throw new StorageFailed("the copy of " + place + " ended early");
            }
            tar.data(buffer, count);
            at += count;
        }
        tar.fill(length);
    }

    /** Both the copy and the archive take room. */
    private void requireSpace(long more) throws IOException {
        if (size > limits.bytes() - more) {
            throw new TooLarge("the container's changes are larger than " + limits.bytes() + " bytes");
        }
        untilDiskCheck -= more;
        if (untilDiskCheck < 0) {
            untilDiskCheck = BETWEEN_DISK_CHECKS;
            long usable = disk.getUsableSpace();
            if (more > usable || usable - more - more < limits.reserve()) {
                throw new StorageFailed(
                        "no space left to commit the container: " + limits.reserve() + " bytes have to stay free");
            }
        }
    }

    private void put(TarEntry entry) throws IOException {
        if (++entries > limits.entries()) {
            throw new TooLarge("the container has more than " + limits.entries() + " changes");
        }
        tar.entry(entry);
    }

    private static TarEntry mark(String name) {
        return new TarEntry(name, "", TarEntry.FILE, 0, 0, 0, 0, NEVER, NEVER, 0, 0, Map.of(), List.of());
    }

    private static Time time(FileStatus status) {
        return new Time(status.seconds(), status.nanos());
    }

    private static TarEntry entry(
            String name, String link, char type, long size, FileStatus status, Map<String, byte[]> attributes) {
        boolean device = type == TarEntry.CHARACTER_DEVICE || type == TarEntry.BLOCK_DEVICE;
        return new TarEntry(
                name,
                link,
                type,
                status.permissions(),
                status.uid(),
                status.gid(),
                size,
                time(status),
                time(status),
                device ? status.deviceMajor() : 0,
                device ? status.deviceMinor() : 0,
                attributes,
                List.of());
    }
}
