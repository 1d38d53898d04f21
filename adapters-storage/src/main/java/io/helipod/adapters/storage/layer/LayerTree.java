package io.helipod.adapters.storage.layer;

import static io.helipod.adapters.storage.linux.LinuxCalls.check;

import io.helipod.adapters.storage.layer.TarEntry.Time;
import io.helipod.adapters.storage.linux.ByteText;
import io.helipod.adapters.storage.linux.Errno;
import io.helipod.adapters.storage.linux.FileStatus;
import io.helipod.adapters.storage.linux.LinuxCalls;
import io.helipod.adapters.storage.linux.LinuxError;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.TooLarge;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A layer's folder while it is being filled. Every path is resolved by the kernel below the open root (openat2, RESOLVE_IN_ROOT):
 * a link in the middle of a path leads where it would lead inside the container, and never out; the last component is never
 * followed at all. What is in the way of a new entry goes; the last entry of a name wins. For one thread.
 */
final class LayerTree implements AutoCloseable {
    /** Open folders kept: entries of a folder mostly stand together. */
    private static final int OPEN_FOLDERS = 64;

    /** One entry of 4 KiB can name two thousand folders. */
    private static final long MOST_IMPLIED_BYTES = 64 << 20;

    private static final int IN_ROOT = LinuxCalls.RESOLVE_IN_ROOT | LinuxCalls.RESOLVE_NO_MAGICLINKS;

    private final LinuxCalls linux;
    private final int root;
    private final int trash;
    private final Map<String, Integer> folders = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> implied = new LinkedHashSet<>();
    private long impliedBytes;
    private boolean hidesAll;
    private int trashed;

    /**
     * @param folder the layer's root, empty
     * @param trash where replaced folders are put, on the same file system
     */
    LayerTree(LinuxCalls linux, Path folder, Path trash) throws LinuxError {
        this.linux = linux;
        this.root = linux.openFolder(folder);
        this.trash = linux.openFolder(trash);
        implied.add("");
    }

    /** Whether nothing of the layers below is to be seen. Overlayfs does not look for that mark on a layer's root. */
    boolean hidesAll() {
        return hidesAll;
    }

    /**
     * Folders that are there only because something below them is; empty text for the root. Some may have been replaced since.
     */
    Set<String> implied() {
        return implied;
    }

    /** The open folder that holds the entry, made when missing. Not to be closed, and good until the next call. */
    int folderOf(EntryPath path) throws LinuxError {
        return folder(path.folder());
    }

    private int folder(String path) throws LinuxError {
        if (path.isEmpty()) {
            return root;
        }
        Integer open = folders.get(path);
        if (open != null) {
            return open;
        }
        int result = openFolder(root, path);
        if (result < 0) {
            result = makeFolders(path);
        }
        if (folders.size() >= OPEN_FOLDERS) {
            Iterator<Integer> oldest = folders.values().iterator();
            linux.close(oldest.next());
            oldest.remove();
        }
        folders.put(path, result);
        return result;
    }

    private int openFolder(int from, String path) {
        return linux.openat2(from, path, LinuxCalls.O_PATH | LinuxCalls.O_DIRECTORY | LinuxCalls.O_CLOEXEC, 0, IN_ROOT);
    }

    /** Walks down from the root, making what is missing. */
    private int makeFolders(String path) throws LinuxError {
        int end = -1;
        int above = -1;
        boolean fresh = false;
        do {
            int start = end + 1;
            end = path.indexOf('/', start);
            String prefix = end < 0 ? path : path.substring(0, end);
            int result = fresh ? -Errno.ENOENT : openFolder(root, prefix);
            if (result == -Errno.ENOENT || result == -Errno.ENOTDIR) {
                int holder = above < 0 ? root : above;
                makeImplied(holder, prefix, prefix.substring(start));
                result = openFolder(holder, prefix.substring(start));
                fresh = true; // nothing can be below it, so nothing need be looked up from the root
            }
            if (above >= 0) {
                linux.close(above);
            }
            above = result;
            if (result < 0) {
                throw refusal(prefix, result);
            }
        } while (end >= 0);
        return above;
    }

    private void makeImplied(int folder, String path, String name) throws LinuxError {
        int result = linux.mkdirat(folder, name, 0755);
        boolean hides = false;
        if (result == -Errno.EEXIST) {
            FileStatus there = linux.status(linux.statx(folder, name), name);
            if (!there.isWhiteout()) {
                throw new InvalidArgument("layer archive puts an entry below /" + path + ", which is not a folder");
            }
            hides = true;
            check(linux.unlinkat(folder, name), "remove " + path);
            result = linux.mkdirat(folder, name, 0755);
        }
        check(result, "make folder " + path);
        check(linux.fchmodat(folder, name, 0755), "set mode of " + path);
        check(linux.fchownat(folder, name, 0, 0), "set owner of " + path);
        if (hides) {
            check(linux.setxattrat(folder, name, Attributes.OPAQUE, Attributes.YES), "hide what is below " + path);
        }
        implied.add(path);
        impliedBytes += 64 + path.length();
        if (impliedBytes > MOST_IMPLIED_BYTES) {
            throw new TooLarge("layer has too many folders that it does not name");
        }
    }

    private static RuntimeException refusal(String path, int result) throws LinuxError {
        return switch (-result) {
            case Errno.ENOTDIR, Errno.ELOOP, Errno.ENOENT, Errno.EXDEV, Errno.ENAMETOOLONG ->
                new InvalidArgument(
                        "layer archive puts an entry below /" + ByteText.show(path) + ", which is not a folder");
            default -> throw new LinuxError(-result, "open folder " + path);
        };
    }

    /** Makes the folder, or takes the one that is there; its own attributes are the caller's business. */
    void makeFolder(EntryPath path) throws LinuxError {
        implied.remove(path.text());
        if (path.isRoot()) {
            return;
        }
        int folder = folderOf(path);
        int result = linux.mkdirat(folder, path.name(), 0700);
        if (result == -Errno.EEXIST) {
            FileStatus there = linux.status(linux.statx(folder, path.name()), path.toString());
            if (there.isDirectory()) {
                return;
            }
            clear(path);
            check(linux.mkdirat(folderOf(path), path.name(), 0700), "make folder " + path);
            if (there.isWhiteout()) {
                hideBelow(path);
            }
            return;
        }
        check(result, "make folder " + path);
    }

    /** Makes the folder hide the one of the layers below. */
    void hideBelow(EntryPath path) throws LinuxError {
        hidesAll |= path.isRoot();
        check(
                linux.setxattrat(folderOf(path), path.name(), Attributes.OPAQUE, Attributes.YES),
                "hide what is below " + path);
    }

    /** Marks the name as removed from the layers below; what this layer itself puts there stays. */
    void whiteOut(EntryPath path) throws LinuxError {
        int folder = folderOf(path);
        int result = linux.mknodat(folder, path.name(), LinuxCalls.S_IFCHR, 0, 0);
        if (result == -Errno.EEXIST) {
            if (linux.status(linux.statx(folder, path.name()), path.toString()).isDirectory()) {
                hideBelow(path);
            }
            return;
        }
        check(result, "white out " + path);
    }

    /** Opens a new file for reading and writing; the caller closes. */
    int makeFile(EntryPath path) throws LinuxError {
        int result = createFile(path);
        if (result == -Errno.EEXIST) {
            clear(path);
            result = createFile(path);
        }
        return check(result, "make file " + path);
    }

    private int createFile(EntryPath path) throws LinuxError {
        return linux.openat2(
                folderOf(path),
                path.name(),
                LinuxCalls.O_RDWR
                        | LinuxCalls.O_CREAT
                        | LinuxCalls.O_EXCL
                        | LinuxCalls.O_NOFOLLOW
                        | LinuxCalls.O_CLOEXEC,
                0600,
                LinuxCalls.RESOLVE_BENEATH | LinuxCalls.RESOLVE_NO_SYMLINKS | LinuxCalls.RESOLVE_NO_MAGICLINKS);
    }

    /** Makes a symbolic link; where it leads is nobody's business here. */
    void makeLink(EntryPath path, String target) throws LinuxError {
        int result = linux.symlinkat(target, folderOf(path), path.name());
        if (result == -Errno.EEXIST) {
            clear(path);
            result = linux.symlinkat(target, folderOf(path), path.name());
        }
        check(result, "make link " + path);
    }

    /** Makes a device or a fifo. */
    void makeNode(EntryPath path, int type, long major, long minor) throws LinuxError {
        int result = linux.mknodat(folderOf(path), path.name(), type, major, minor);
        if (result == -Errno.EEXIST) {
            clear(path);
            result = linux.mknodat(folderOf(path), path.name(), type, major, minor);
        }
        check(result, "make device " + path);
    }

    /**
     * Gives a file of this layer another name.
     *
     * @return false when there is no such file here
     */
    boolean makeHardLink(EntryPath path, EntryPath target) throws LinuxError {
        int from = openFolder(root, target.folder().isEmpty() ? "." : target.folder());
        if (from < 0) {
            return false;
        }
        try {
            int found = linux.statx(from, target.name());
            if (found < 0) {
                return false;
            }
            FileStatus status = linux.status(found, target.toString());
            if (status.isDirectory()) {
                throw new InvalidArgument("layer archive has a hard link to the folder " + target);
            }
            if (status.isWhiteout()) {
                throw new InvalidArgument("layer archive has a hard link to " + target + ", which it removes");
            }
            if (path.equals(target)) {
                return true;
            }
            int result = linux.linkat(from, target.name(), folderOf(path), path.name());
            if (result == -Errno.EEXIST) {
                // links to the same file already: clearing the name could clear the target
                String fresh = ".helipod-link-" + trashed++;
                check(linux.linkat(from, target.name(), trash, fresh), "link " + path);
                clear(path);
                result = linux.renameat(trash, fresh, folderOf(path), path.name());
            }
            check(result, "link " + path);
            return true;
        } finally {
            linux.close(from);
        }
    }

    /** Removes what has the name. A folder is moved away whole. */
    private void clear(EntryPath path) throws LinuxError {
        if (path.isRoot()) {
            throw new InvalidArgument("layer archive replaces its own root");
        }
        int folder = folderOf(path);
        FileStatus there = linux.status(linux.statx(folder, path.name()), path.toString());
        if (there.isDirectory()) {
            check(linux.renameat(folder, path.name(), trash, "folder-" + trashed++), "replace folder " + path);
        } else {
            check(linux.unlinkat(folder, path.name()), "replace " + path);
        }
        if (there.isDirectory() || there.isLink()) {
            closeFolders(); // some may be those of the old path
        }
    }

    /** Owner, permissions and attributes, in the order in which the kernel does not undo them, for anything but a link. */
    void describe(EntryPath path, long uid, long gid, int mode, Map<String, byte[]> attributes) throws LinuxError {
        int folder = folderOf(path);
        check(linux.fchownat(folder, path.name(), uid, gid), "set owner of " + path);
        check(linux.fchmodat(folder, path.name(), mode), "set mode of " + path);
        for (Map.Entry<String, byte[]> each : attributes.entrySet()) {
            checkAttribute(linux.setxattrat(folder, path.name(), each.getKey(), each.getValue()), each.getKey(), path);
        }
    }

    /** The owner of a link. */
    void own(EntryPath path, long uid, long gid) throws LinuxError {
        check(linux.fchownat(folderOf(path), path.name(), uid, gid), "set owner of " + path);
    }

    /** The same as {@link #describe} and the times, for an open file. */
    void describe(
            int file,
            EntryPath path,
            long uid,
            long gid,
            int mode,
            Map<String, byte[]> attributes,
            Time accessed,
            Time changed)
            throws LinuxError {
        check(linux.fchown(file, uid, gid), "set owner of " + path);
        check(linux.fchmod(file, mode), "set mode of " + path);
        for (Map.Entry<String, byte[]> each : attributes.entrySet()) {
            checkAttribute(linux.fsetxattr(file, each.getKey(), each.getValue()), each.getKey(), path);
        }
        check(
                linux.futimens(file, accessed.seconds(), accessed.nanos(), changed.seconds(), changed.nanos()),
                "set times of " + path);
    }

    /** Some file systems, and some kinds of file, have no room for some attributes; podman goes on too. */
    private static void checkAttribute(int result, String name, EntryPath path) throws LinuxError {
        if (result != -Errno.ENOTSUP && result != -Errno.EPERM) {
            check(result, "set attribute " + ByteText.show(name) + " of " + path);
        }
    }

    /** Both times. */
    void stamp(EntryPath path, Time accessed, Time changed) throws LinuxError {
        check(
                linux.utimensat(
                        folderOf(path),
                        path.name(),
                        accessed.seconds(),
                        accessed.nanos(),
                        changed.seconds(),
                        changed.nanos()),
                "set times of " + path);
    }

    /** Whether a folder is there, reached without making anything. */
    boolean hasFolder(EntryPath path) {
        int result = openFolder(root, path.isRoot() ? "." : path.text());
        if (result < 0) {
            return false;
        }
        linux.close(result);
        return true;
    }

    private void closeFolders() {
        folders.values().forEach(linux::close);
        folders.clear();
    }

    @Override
    public void close() {
        closeFolders();
        linux.close(root);
        linux.close(trash);
    }
}
