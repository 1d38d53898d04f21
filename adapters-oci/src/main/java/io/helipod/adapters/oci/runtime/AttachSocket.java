package io.helipod.adapters.oci.runtime;

import io.helipod.adapters.oci.linux.LinuxCalls;
import io.helipod.adapters.oci.process.Blocking;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.OutputSink;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.stream.StreamType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jnr.unixsocket.UnixSocketChannel;

/**
 * A connection to conmon's attach socket: SEQPACKET, each packet one byte that says the stream (2 stdout, 3 stderr) and the output
 * behind it; input goes the other way raw (conmon's conn_sock.c).
 *
 * <p>Reads and writes block in native code. On virtual threads they would keep the carriers, and as many clients as there are
 * processors, writing to containers that read nothing, would stop the engine; so they are done by platform threads, one at a time
 * for each direction, while the caller waits. Nothing is queued: who writes waits until conmon has taken it. What conmon can take
 * at once, a typed line, is written by the caller itself: that blocks nobody, and two threads less have to wake up.
 */
final class AttachSocket implements AttachedStreams {
    private static final ExecutorService BLOCKING = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("helipod-attach-", 0).factory());
    private static final int PACKET = 8192 + 1;
    private static final int LARGEST_INPUT = 32 * 1024;
    private static final int CONMON_STDOUT = 2;
    private static final int CONMON_STDERR = 3;

    /** A writer that waits for room in conmon's queue is not woken by a shutdown of its own side (af_unix.c), so it looks itself. */
    private static final Duration LONGEST_WRITE = Duration.ofMillis(500);

    /** A monitor that accepts nobody, because it waits for a client that does not read, has a full queue soon. */
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);

    private final int descriptor;
    private final UnixSocketChannel channel;
    private final StreamSelection selection;
    private final OutputStream stdin = new Input();
    private int users;
    private boolean closed;

    private AttachSocket(int descriptor, UnixSocketChannel channel, StreamSelection selection) {
        this.descriptor = descriptor;
        this.channel = channel;
        this.selection = selection;
    }

    /**
     * Connects, on a platform thread.
     *
     * @throws RuntimeFailed when the monitor is gone or does not accept it in time
     */
    static AttachSocket connect(Path bundle, String socket, StreamSelection selection) {
        return Blocking.call(() -> open(bundle, socket, selection));
    }

    private static AttachSocket open(Path bundle, String socket, StreamSelection selection) {
        int folder = -1;
        int descriptor = -1;
        try {
            // by way of a descriptor: a socket's path may have 107 bytes only
            folder = LinuxCalls.open(bundle.toString(), LinuxCalls.O_PATH | LinuxCalls.O_CLOEXEC);
            descriptor = LinuxCalls.connectSeqpacket("/proc/self/fd/" + folder + "/" + socket, LONGEST_CONNECT);
            LinuxCalls.limitWrites(descriptor, LONGEST_WRITE);
            return new AttachSocket(descriptor, UnixSocketChannel.fromFD(descriptor), selection);
        } catch (IOException e) {
            if (descriptor >= 0) {
                LinuxCalls.close(descriptor);
            }
            throw new RuntimeFailed("the container's monitor cannot be reached: " + e.getMessage(), 125);
        } finally {
            if (folder >= 0) {
                LinuxCalls.close(folder);
            }
        }
    }

    @Override
    public void pump(OutputSink sink) throws IOException {
        blocking(() -> copy(sink));
    }

    /** Has it done by a platform thread; who is interrupted meanwhile closes the connection, which ends it. */
    private void blocking(Callable<Boolean> transfer) throws IOException {
        Future<Boolean> done = BLOCKING.submit(() -> {
            if (!enter()) {
                return false;
            }
            try {
                return transfer.call();
            } finally {
                leave();
            }
        });
        try {
            done.get();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }

    private boolean copy(OutputSink sink) throws IOException {
        ByteBuffer packet = ByteBuffer.allocateDirect(PACKET);
        while (!isClosed()) {
            packet.clear();
            int count;
            try {
                count = channel.read(packet);
            } catch (IOException e) {
                if (isClosed()) {
                    break;
                }
                throw e;
            }
            if (count <= 0) {
                break;
            }
            packet.flip();
            int stream = packet.get();
            StreamType type = stream == CONMON_STDERR ? StreamType.STDERR : StreamType.STDOUT;
            boolean known = stream == CONMON_STDOUT || stream == CONMON_STDERR;
            if (known && packet.hasRemaining() && selection.wants(type)) {
                sink.accept(type, packet);
            }
        }
        return true;
    }

    @Override
    public OutputStream stdin() {
        return stdin;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean enter() {
        if (closed) {
            return false;
        }
        users++;
        return true;
    }

    /** The last one out closes: a descriptor closed under a thread that is about to use it may be another client's by then. */
    private synchronized void leave() {
        users--;
        if (closed && users == 0) {
            release();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // wakes the reader
            channel.shutdownInput();
            channel.shutdownOutput();
        } catch (IOException e) {
            // the other side was quicker
        }
        if (users == 0) {
            release();
        }
    }

    private void release() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private final class Input extends OutputStream {
        private boolean ended;

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0) {
                return; // an empty packet would be the end of input
            }
            if (isClosed()) {
                throw new ClosedChannelException();
            }
            if (!sendNow(bytes, offset, length)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
                blocking(() -> send(buffer));
            }
        }

        /** Whether all went out without waiting; false when nothing did. */
        private boolean sendNow(byte[] bytes, int offset, int length) throws IOException {
            if (length > LARGEST_INPUT || !enter()) {
                return false;
            }
            try {
                return LinuxCalls.sendNow(descriptor, bytes, offset, length);
            } finally {
                leave();
            }
        }

        private boolean send(ByteBuffer buffer) throws IOException {
            int end = buffer.limit();
            while (buffer.position() < end) {
                if (isClosed()) {
                    throw new ClosedChannelException();
                }
                buffer.limit(Math.min(buffer.position() + LARGEST_INPUT, end));
                int unused = channel.write(buffer); // nothing when the time was up
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            if (!ended && enter()) {
                try {
                    ended = true;
                    channel.shutdownOutput();
                } finally {
                    leave();
                }
            }
        }
    }
}
