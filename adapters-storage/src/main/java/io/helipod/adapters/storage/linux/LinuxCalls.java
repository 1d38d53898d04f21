package io.helipod.adapters.storage.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.List;

/**
 * System calls, one method each, named and ordered as in section 2 of the manual. For one thread, which is the one that made it:
 * it owns a little native memory. Names are byte text.
 *
 * <p>Everything goes through the C library's syscall(2): one handle to make instead of thirty, which costs a tenth of a second
 * less at the first container. Methods that return int return what the kernel does: zero or more, or an error number below zero
 * ({@link Errno}); {@link #check} turns that into an exception.
 */
public final class LinuxCalls implements AutoCloseable {
    /** For paths that do not depend on a descriptor. */
    public static final int AT_FDCWD = -100;

    public static final int O_RDONLY = 0;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0100;
    public static final int O_EXCL = 0200;
    public static final int O_NONBLOCK = 04000;
    public static final int O_CLOEXEC = 02000000;
    public static final int O_PATH = 010000000;
    public static final int O_DIRECTORY = Call.GENERIC ? 040000 : 0200000;
    public static final int O_NOFOLLOW = Call.GENERIC ? 0100000 : 0400000;

    public static final int RESOLVE_NO_XDEV = 0x01;
    public static final int RESOLVE_NO_MAGICLINKS = 0x02;
    public static final int RESOLVE_NO_SYMLINKS = 0x04;
    public static final int RESOLVE_BENEATH = 0x08;
    public static final int RESOLVE_IN_ROOT = 0x10;

    public static final int S_IFIFO = 0010000;
    public static final int S_IFCHR = 0020000;
    public static final int S_IFDIR = 0040000;
    public static final int S_IFBLK = 0060000;
    public static final int S_IFREG = 0100000;
    public static final int S_IFLNK = 0120000;

    public static final int MNT_DETACH = 2;
    public static final int UMOUNT_NOFOLLOW = 8;

    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC = 0x7ff;
    private static final int CLONE_FS = 0x200;
    /** _IOW(0x94, 9, int) of linux/fs.h. */
    private static final int FICLONE = 0x40049409;

    private static final int SYNC_FILE_RANGE_WRITE = 2;
    private static final int MOST_SENT = 1 << 30;
    private static final int LONGEST_PATH = 4096;
    private static final int BLOCK = 128 * 1024;
    private static final long NOTHING = 0;
    /** Where a directory entry of getdents64(2) has its length, and its name. */
    private static final long ENTRY_LENGTH = 16;

    private static final int ENTRY_NAME = 19;

    /** openat2 answers EAGAIN while something on the machine is renamed or mounted; openat2(2) says to try again. */
    private static final int TRIES = 1000;

    private static final class Door {
        static final StructLayout STATE = Linker.Option.captureStateLayout();
        static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        static final MethodHandle SYSCALL = Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.JAVA_LONG),
                        Linker.Option.firstVariadicArg(1),
                        Linker.Option.captureCallState("errno"));
    }

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = arena.allocate(Door.STATE);
    private final MemorySegment path = arena.allocate(LONGEST_PATH + 1L);
    private final MemorySegment otherPath = arena.allocate(LONGEST_PATH + 1L);
    private final MemorySegment struct = arena.allocate(256, 8);
    private final MemorySegment block;

    private LinuxCalls(int block) {
        this.block = arena.allocate(block);
    }

    /** For mounting and looking. */
    public static LinuxCalls small() {
        return new LinuxCalls(LONGEST_PATH + 1);
    }

    /** For moving file contents too. */
    public static LinuxCalls withBlock() {
        return new LinuxCalls(BLOCK);
    }

    /** The result, if it is none of the errors. */
    public static int check(int result, String what) throws LinuxError {
        if (result < 0) {
            throw new LinuxError(-result, what);
        }
        return result;
    }

    private int call(Call call, long a, long b, long c, long d, long e) {
        long result;
        try {
            do {
                result = (long) Door.SYSCALL.invokeExact(state, call.number(), a, b, c, d, e);
            } while (result == -1 && errno() == Errno.EINTR && call != Call.CLOSE);
        } catch (Throwable t) {
            throw new IllegalStateException("a call into the C library cannot throw", t);
        }
        return result == -1 ? -errno() : (int) result;
    }

    private int errno() {
        return (int) Door.ERRNO.get(state, 0L);
    }

    /** Null-terminated, in native memory; the empty text when too long or with a zero inside, which no call takes for a name. */
    private static long put(MemorySegment place, String text) {
        byte[] bytes = ByteText.bytes(text);
        int length = bytes.length;
        for (byte each : bytes) {
            if (each == 0) {
                length = 0;
                break;
            }
        }
        if (length >= place.byteSize()) {
            length = 0;
        }
        MemorySegment.copy(bytes, 0, place, ValueLayout.JAVA_BYTE, 0, length);
        place.set(ValueLayout.JAVA_BYTE, length, (byte) 0);
        return place.address();
    }

    /** openat2(2). */
    public int openat2(int folder, String name, int flags, int mode, int resolve) {
        struct.set(ValueLayout.JAVA_LONG, 0, flags & 0xffffffffL);
        struct.set(ValueLayout.JAVA_LONG, 8, mode);
        struct.set(ValueLayout.JAVA_LONG, 16, resolve);
        long at = put(path, name);
        int result = -Errno.EAGAIN;
        for (int i = 0; i < TRIES && result == -Errno.EAGAIN; i++) {
            result = call(Call.OPENAT2, folder, at, struct.address(), 24, 0);
        }
        return result;
    }

    /** Opens a folder of the engine's own. */
    public int openFolder(Path folder) throws LinuxError {
        return check(
                openat2(AT_FDCWD, ByteText.of(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, 0), "open " + folder);
    }

    /** Opens a file of the engine's own for reading. */
    public int openFile(Path file) throws LinuxError {
        return check(openat2(AT_FDCWD, ByteText.of(file), O_RDONLY | O_NOFOLLOW | O_CLOEXEC, 0, 0), "open " + file);
    }

    /** close(2). */
    public void close(int file) {
        call(Call.CLOSE, file, 0, 0, 0, 0);
    }

    /** read(2) into the array; zero at the end. */
    public int read(int file, byte[] into) {
        int count = call(Call.READ, file, block.address(), Math.min(into.length, block.byteSize()), 0, 0);
        if (count > 0) {
            MemorySegment.copy(block, ValueLayout.JAVA_BYTE, 0, into, 0, count);
        }
        return count;
    }

    /** pread64(2) into the array; zero at the end. */
    public int pread(int file, byte[] into, int length, long at) {
        int count = call(Call.PREAD64, file, block.address(), Math.min(length, block.byteSize()), at, 0);
        if (count > 0) {
            MemorySegment.copy(block, ValueLayout.JAVA_BYTE, 0, into, 0, count);
        }
        return count;
    }

    /**
     * Opens once more, for reading, what an O_PATH descriptor stands for: the very same file, whatever has its name by now. Never waits
     * for a writer.
     */
    public int reopen(int file) {
        return openat2(AT_FDCWD, "/proc/self/fd/" + file, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0, 0);
    }

    /** ioctl_ficlone(2): the whole content, sharing its blocks until one of both changes. Few file systems can. */
    public int ficlone(int to, int from) {
        return call(Call.IOCTL, to, FICLONE, from, 0, 0);
    }

    /** sendfile(2) from the start of a file to the end of another, up to so many bytes; how many came. */
    public long sendfile(int to, int from, long length) {
        long done = 0;
        while (done < length) {
            int count = call(Call.SENDFILE, to, from, NOTHING, Math.min(length - done, MOST_SENT), 0);
            if (count < 0) {
                return count;
            }
            if (count == 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    /**
     * getdents64(2): adds the names of some entries that were not read yet, without the folder itself and the one above.
     *
     * @return how many bytes the kernel gave; 0 at the end
     */
    public int getdents64(int folder, List<String> names) {
        int got = call(Call.GETDENTS64, folder, block.address(), block.byteSize(), 0, 0);
        int at = 0;
        while (at < got) {
            int end = at + ENTRY_NAME;
            while (block.get(ValueLayout.JAVA_BYTE, end) != 0) {
                end++;
            }
            byte[] name = block.asSlice(at + ENTRY_NAME, end - at - ENTRY_NAME).toArray(ValueLayout.JAVA_BYTE);
            String text = ByteText.of(name, 0, name.length);
            if (!text.equals(".") && !text.equals("..")) {
                names.add(text);
            }
            at += block.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + ENTRY_LENGTH) & 0xffff;
        }
        return got;
    }

    /** pwrite64(2), as often as needed to write all. */
    public int pwrite(int file, byte[] from, int offset, int length, long at) {
        int done = 0;
        while (done < length) {
            int part = (int) Math.min(length - done, block.byteSize());
            MemorySegment.copy(from, offset + done, block, ValueLayout.JAVA_BYTE, 0, part);
            int count = call(Call.PWRITE64, file, block.address(), part, at + done, 0);
            if (count < 0) {
                return count;
            }
            done += count;
        }
        return done;
    }

    /** ftruncate(2). */
    public int ftruncate(int file, long size) {
        return call(Call.FTRUNCATE, file, size, 0, 0, 0);
    }

    /** syncfs(2): everything of the file system that holds the file is on disk. */
    public int syncfs(int file) {
        return call(Call.SYNCFS, file, 0, 0, 0, 0);
    }

    /** sync_file_range(2): begins to write to disk what is not there yet, and waits for nothing. It makes nothing durable. */
    public int beginWriting(int file) {
        return call(Call.SYNC_FILE_RANGE, file, 0, 0, SYNC_FILE_RANGE_WRITE, 0);
    }

    /** mkdirat(2). */
    public int mkdirat(int folder, String name, int mode) {
        return call(Call.MKDIRAT, folder, put(path, name), mode, 0, 0);
    }

    /** mknodat(2). */
    public int mknodat(int folder, String name, int mode, long major, long minor) {
        long device = (major & 0xfffL) << 8 | (minor & 0xffL) | (minor & 0xfff00L) << 12;
        return call(Call.MKNODAT, folder, put(path, name), mode, device, 0);
    }

    /** symlinkat(2). */
    public int symlinkat(String target, int folder, String name) {
        return call(Call.SYMLINKAT, put(otherPath, target), folder, put(path, name), 0, 0);
    }

    /** linkat(2); a symbolic link itself gets the new name, not what it points to. */
    public int linkat(int fromFolder, String from, int toFolder, String to) {
        return call(Call.LINKAT, fromFolder, put(otherPath, from), toFolder, put(path, to), 0);
    }

    /** unlinkat(2) of anything but a directory. */
    public int unlinkat(int folder, String name) {
        return call(Call.UNLINKAT, folder, put(path, name), 0, 0, 0);
    }

    /** renameat2(2) without flags. */
    public int renameat(int fromFolder, String from, int toFolder, String to) {
        return call(Call.RENAMEAT2, fromFolder, put(otherPath, from), toFolder, put(path, to), 0);
    }

    /** fchownat(2), never following a link in the last place. */
    public int fchownat(int folder, String name, long uid, long gid) {
        return call(Call.FCHOWNAT, folder, put(path, name), uid, gid, AT_SYMLINK_NOFOLLOW);
    }

    /** fchmodat(2); follows a link in the last place: only for what was just made and is none. */
    public int fchmodat(int folder, String name, int mode) {
        return call(Call.FCHMODAT, folder, put(path, name), mode, 0, 0);
    }

    /** utimensat(2) of both times, never following a link in the last place. */
    public int utimensat(int folder, String name, long accessed, int accessedNanos, long changed, int changedNanos) {
        times(accessed, accessedNanos, changed, changedNanos);
        return call(Call.UTIMENSAT, folder, put(path, name), struct.address(), AT_SYMLINK_NOFOLLOW, 0);
    }

    /** fchown(2). */
    public int fchown(int file, long uid, long gid) {
        return call(Call.FCHOWN, file, uid, gid, 0, 0);
    }

    /** fchmod(2). */
    public int fchmod(int file, int mode) {
        return call(Call.FCHMOD, file, mode, 0, 0, 0);
    }

    /** futimens(3). */
    public int futimens(int file, long accessed, int accessedNanos, long changed, int changedNanos) {
        times(accessed, accessedNanos, changed, changedNanos);
        return call(Call.UTIMENSAT, file, NOTHING, struct.address(), 0, 0);
    }

    private void times(long accessed, int accessedNanos, long changed, int changedNanos) {
        struct.set(ValueLayout.JAVA_LONG, 0, accessed);
        struct.set(ValueLayout.JAVA_LONG, 8, accessedNanos);
        struct.set(ValueLayout.JAVA_LONG, 16, changed);
        struct.set(ValueLayout.JAVA_LONG, 24, changedNanos);
    }

    /** fsetxattr(2); the descriptor is not one of O_PATH. */
    public int fsetxattr(int file, String name, byte[] value) {
        return setxattr(Call.FSETXATTR, file, name, value);
    }

    /**
     * Sets an attribute of a name in an open folder, not following a link in the last place. There is no such call before Linux
     * 6.13; a path through /proc/self/fd starts at the folder just as well.
     */
    public int setxattrat(int folder, String file, String name, byte[] value) {
        return setxattr(Call.LSETXATTR, put(path, "/proc/self/fd/" + folder + "/" + file), name, value);
    }

    private int setxattr(Call call, long file, String name, byte[] value) {
        if (value.length > block.byteSize()) {
            return -Errno.E2BIG;
        }
        MemorySegment.copy(value, 0, block, ValueLayout.JAVA_BYTE, 0, value.length);
        return call(call, file, put(otherPath, name), block.address(), value.length, 0);
    }

    /** fgetxattr(2); empty array when there is no such attribute. */
    public byte[] fgetxattr(int file, String name) throws LinuxError {
        int length = call(Call.FGETXATTR, file, put(otherPath, name), block.address(), block.byteSize(), 0);
        return length == -Errno.ENODATA || length == -Errno.ENOTSUP
                ? new byte[0]
                : bytes(check(length, "read attribute " + name));
    }

    /** flistxattr(2): names, each ended by a zero byte. */
    public byte[] flistxattr(int file) throws LinuxError {
        int length = call(Call.FLISTXATTR, file, block.address(), block.byteSize(), 0, 0);
        return length == -Errno.ENOTSUP ? new byte[0] : bytes(check(length, "list attributes"));
    }

    private byte[] bytes(int length) {
        return block.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    }

    /** readlinkat(2). */
    public String readlinkat(int folder, String name) throws LinuxError {
        int length = check(
                call(Call.READLINKAT, folder, put(path, name), block.address(), LONGEST_PATH, 0), "read link " + name);
        return ByteText.of(bytes(length), 0, length);
    }

    /** statx(2) of an open file. */
    public FileStatus status(int file) throws LinuxError {
        check(statx(file, "", AT_EMPTY_PATH), "look at file");
        return status();
    }

    /**
     * statx(2), not following a link in the last place.
     *
     * @param result what {@link #statx} returned, not below zero
     */
    public FileStatus status(int result, String name) throws LinuxError {
        check(result, "look at " + name);
        return status();
    }

    /** statx(2), not following a link in the last place; {@link #status(int, String)} gives the answer. */
    public int statx(int folder, String name) {
        return statx(folder, name, AT_SYMLINK_NOFOLLOW);
    }

    private int statx(int folder, String name, int flags) {
        return call(Call.STATX, folder, put(path, name), flags, STATX_BASIC, struct.address());
    }

    private FileStatus status() {
        return new FileStatus(
                struct.get(ValueLayout.JAVA_SHORT, 28) & 0xffff,
                struct.get(ValueLayout.JAVA_LONG, 32),
                struct.get(ValueLayout.JAVA_INT, 16) & 0xffffffffL,
                struct.get(ValueLayout.JAVA_INT, 20) & 0xffffffffL,
                struct.get(ValueLayout.JAVA_INT, 24) & 0xffffffffL,
                struct.get(ValueLayout.JAVA_LONG, 40),
                struct.get(ValueLayout.JAVA_LONG, 112),
                struct.get(ValueLayout.JAVA_INT, 120),
                struct.get(ValueLayout.JAVA_INT, 128),
                struct.get(ValueLayout.JAVA_INT, 132));
    }

    /** mount(2) without flags; type and source are the same word. At most 4095 bytes of options. */
    public int mount(String type, String target, String options) {
        if (options.length() >= LONGEST_PATH) {
            return -Errno.E2BIG;
        }
        long word = put(otherPath, type);
        return call(Call.MOUNT, word, put(path, target), word, 0, put(block, options));
    }

    /** umount2(2). */
    public int umount(String target, int flags) {
        return call(Call.UMOUNT2, put(path, target), flags, 0, 0, 0);
    }

    /** Gives this thread a working directory of its own (unshare(2)) and changes it. The thread must be the caller's to spend. */
    public int chdirAlone(String folder) {
        int result = call(Call.UNSHARE, CLONE_FS, 0, 0, 0, 0);
        return result < 0 ? result : call(Call.CHDIR, put(path, folder), 0, 0, 0, 0);
    }

    @Override
    public void close() {
        arena.close();
    }
}
