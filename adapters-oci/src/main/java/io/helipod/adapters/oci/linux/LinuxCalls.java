package io.helipod.adapters.oci.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The few system calls this module needs, through the C library's syscall(2); the only place here that leaves Java. Blocking calls
 * hold the thread that makes them: call {@link #read} from platform threads only.
 */
public final class LinuxCalls {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 01;
    public static final int O_CREAT = 0100;
    public static final int O_TRUNC = 01000;
    public static final int O_NONBLOCK = 04000;
    public static final int O_CLOEXEC = 02000000;
    public static final int O_PATH = 010000000;
    private static final boolean ARM = Machine.here() == Machine.ARM64;
    private static final int OPENAT = ARM ? 56 : 257;
    private static final int OPENAT2 = 437;
    private static final int CLOSE = ARM ? 57 : 3;
    private static final int READ = ARM ? 63 : 0;
    private static final int WRITE = ARM ? 64 : 1;
    private static final int PIPE2 = ARM ? 59 : 293;
    private static final int SOCKET = ARM ? 198 : 41;
    private static final int CONNECT = ARM ? 203 : 42;
    private static final int SENDTO = ARM ? 206 : 44;
    private static final int SETSOCKOPT = ARM ? 208 : 54;
    private static final int PPOLL = ARM ? 73 : 271;
    private static final int WAIT4 = ARM ? 260 : 61;
    private static final int FCNTL = ARM ? 25 : 72;
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int FSTATFS = ARM ? 44 : 138;
    private static final int PIDFD_OPEN = 434;
    private static final int PIDFD_SEND_SIGNAL = 424;
    private static final int AT_FDCWD = -100;
    private static final int RESOLVE_IN_ROOT_NO_MAGIC = 0x12;
    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDTIMEO = 21;
    private static final int SUN_PATH = 108;
    private static final int STATFS_SIZE = 120;
    private static final long PROC_SUPER_MAGIC = 0x9fa0;
    private static final int MSG_DONTWAIT_NOSIGNAL = 0x4040;
    private static final int ESRCH = 3;
    private static final int ENXIO = 6;
    private static final int EAGAIN = 11;
    private static final int EPIPE = 32;
    private static final int EINTR = 4;
    private static final int POLLIN = 1;
    private static final int CREATE_MODE = 0600;
    /** Above any descriptor a child is given by number. */
    private static final int LEAST_OWN = 10;

    private LinuxCalls() {}

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

    /** A call's result, or minus the error number. */
    private static long call(Arena arena, long number, long a, long b, long c, long d) {
        return call(arena, number, a, b, c, d, 0);
    }

    private static long call(Arena arena, long number, long a, long b, long c, long d, long e) {
        MemorySegment state = arena.allocate(Door.STATE);
        try {
            while (true) {
                long result = (long) Door.SYSCALL.invokeExact(state, number, a, b, c, d, e);
                if (result != -1) {
                    return result;
                }
                int errno = (int) Door.ERRNO.get(state, 0L);
                if (errno != EINTR || number == CLOSE) {
                    return -errno;
                }
            }
        } catch (Throwable t) {
            throw new IllegalStateException("a call into the C library cannot throw", t);
        }
    }

    private static long checked(long result, String what) throws IOException {
        if (result < 0) {
            throw new IOException(what + ": error number " + -result);
        }
        return result;
    }

    private static long text(Arena arena, String text) {
        return arena.allocateFrom(text, StandardCharsets.UTF_8).address();
    }

    /** Opens a path of the host; open(2) flags. A file it makes is its owner's alone. */
    public static int open(String path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return (int) checked(call(arena, OPENAT, AT_FDCWD, text(arena, path), flags, CREATE_MODE), "open " + path);
        }
    }

    /**
     * Finds a path as a process confined to the folder would; no magic link is followed. The descriptor only names the file (O_PATH):
     * opening a device or a FIFO does something.
     */
    public static int openInRoot(int folder, String path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(24, 8);
            how.set(ValueLayout.JAVA_LONG, 0, O_CLOEXEC | O_PATH);
            how.set(ValueLayout.JAVA_LONG, 16, RESOLVE_IN_ROOT_NO_MAGIC);
            return (int) checked(call(arena, OPENAT2, folder, text(arena, path), how.address(), 24), "open " + path);
        }
    }

    /** Whether the file is one of procfs, where reading may wait for ever or have effects; also for a descriptor that only names it. */
    public static boolean isProcfs(int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment facts = arena.allocate(STATFS_SIZE, 8);
            checked(call(arena, FSTATFS, descriptor, facts.address(), 0, 0), "ask for a file system");
            return facts.get(ValueLayout.JAVA_LONG, 0) == PROC_SUPER_MAGIC;
        }
    }

    /** Closes a descriptor; errors mean nothing here. */
    public static void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            long unused = call(arena, CLOSE, descriptor, 0, 0, 0);
        }
    }

    /** The two ends of a pipe, reading end first, neither inherited by children. */
    public static int[] pipe() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(8, 4);
            checked(call(arena, PIPE2, ends.address(), O_CLOEXEC, 0, 0), "pipe");
            return new int[] {raised(ends.get(ValueLayout.JAVA_INT, 0)), raised(ends.get(ValueLayout.JAVA_INT, 4))};
        }
    }

    /** The same file under a number that no child is given by number; the first descriptor is closed when it is another. */
    public static int raised(int descriptor) throws IOException {
        if (descriptor >= LEAST_OWN) {
            return descriptor;
        }
        try (Arena arena = Arena.ofConfined()) {
            return (int) checked(call(arena, FCNTL, descriptor, F_DUPFD_CLOEXEC, LEAST_OWN, 0), "duplicate");
        } finally {
            close(descriptor);
        }
    }

    /** Waits until there is something to read or the end is reached; false when the time was up before. */
    public static boolean awaitReadable(int descriptor, Duration limit) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(8, 4);
            poll.set(ValueLayout.JAVA_INT, 0, descriptor);
            poll.set(ValueLayout.JAVA_SHORT, 4, (short) POLLIN);
            MemorySegment timespec = arena.allocate(16, 8);
            timespec.set(ValueLayout.JAVA_LONG, 0, limit.toSeconds());
            timespec.set(ValueLayout.JAVA_LONG, 8, limit.toNanosPart());
            return checked(call(arena, PPOLL, poll.address(), 1, timespec.address(), 0), "poll") > 0;
        }
    }

    /** Waits for the end of a child of ours and takes it; the exit code, or 128 and the signal's number. */
    public static int awaitChild(int pid) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(ValueLayout.JAVA_INT);
            checked(call(arena, WAIT4, pid, status.address(), 0, 0), "wait for process " + pid);
            int value = status.get(ValueLayout.JAVA_INT, 0);
            int signal = value & 0x7f;
            return signal == 0 ? value >> 8 & 0xff : 128 + signal;
        }
    }

    /** Reads what is there, at most {@code most} bytes, blocking until there is something; empty at the end. */
    public static byte[] read(int descriptor, int most) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(most);
            long count = checked(call(arena, READ, descriptor, buffer.address(), most, 0), "read");
            return buffer.asSlice(0, count).toArray(ValueLayout.JAVA_BYTE);
        }
    }

    /** Writes a few bytes. */
    public static void write(int descriptor, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            checked(call(arena, WRITE, descriptor, buffer.address(), bytes.length, 0), "write");
        }
    }

    /**
     * Writes a few bytes into a FIFO as one piece. Never blocks.
     *
     * @return false when nobody has it open for reading or it is full
     */
    public static boolean writeNow(String fifo, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long opened = call(arena, OPENAT, AT_FDCWD, text(arena, fifo), O_WRONLY | O_NONBLOCK | O_CLOEXEC, 0);
            if (opened == -ENXIO) {
                return false;
            }
            int descriptor = (int) checked(opened, "open " + fifo);
            try {
                MemorySegment buffer = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
                long result = call(arena, WRITE, descriptor, buffer.address(), bytes.length, 0);
                return result != -EAGAIN && result != -EPIPE && checked(result, "write") >= 0;
            } finally {
                close(descriptor);
            }
        }
    }

    /**
     * A SEQPACKET socket connected to a path of at most 107 bytes.
     *
     * @param limit how long the other side may take to have room for one more connection
     */
    public static int connectSeqpacket(String path, Duration limit) throws IOException {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= SUN_PATH) {
            throw new IOException("socket path is too long: " + path);
        }
        try (Arena arena = Arena.ofConfined()) {
            int socket = (int) checked(call(arena, SOCKET, AF_UNIX, SOCK_SEQPACKET | O_CLOEXEC, 0, 0), "socket");
            limitWrites(socket, limit); // holds for connect too (unix(7))
            MemorySegment address = arena.allocate(2 + SUN_PATH, 2);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, 2, bytes.length);
            long result = call(arena, CONNECT, socket, address.address(), address.byteSize(), 0);
            if (result < 0) {
                close(socket);
            }
            checked(result, "connect to " + path);
            return socket;
        }
    }

    /** Sends one packet if the socket has room for it at once; false when it has not. Never blocks. */
    public static boolean sendNow(int socket, byte[] bytes, int offset, int length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packet = arena.allocate(length);
            MemorySegment.copy(bytes, offset, packet, ValueLayout.JAVA_BYTE, 0, length);
            long result = call(arena, SENDTO, socket, packet.address(), length, MSG_DONTWAIT_NOSIGNAL);
            return result != -EAGAIN && checked(result, "send") >= 0;
        }
    }

    /** From now on a write to the socket gives up after this time with EAGAIN. */
    public static void limitWrites(int socket, Duration time) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timeval = arena.allocate(16, 8);
            timeval.set(ValueLayout.JAVA_LONG, 0, time.toSeconds());
            timeval.set(ValueLayout.JAVA_LONG, 8, time.toNanosPart() / 1000);
            checked(
                    call(arena, SETSOCKOPT, socket, SOL_SOCKET, SO_SNDTIMEO, timeval.address(), timeval.byteSize()),
                    "limit the time of writes");
        }
    }

    /** A descriptor of the process, or -1 when there is no such process. */
    public static int openProcess(long pid) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long result = call(arena, PIDFD_OPEN, pid, 0, 0, 0);
            return result == -ESRCH ? -1 : (int) checked(result, "open process " + pid);
        }
    }

    /** Sends a signal; a process that is gone is no error. */
    public static void signal(int process, int number) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            long result = call(arena, PIDFD_SEND_SIGNAL, process, number, 0, 0);
            if (result != -ESRCH) {
                checked(result, "send signal " + number);
            }
        }
    }
}
