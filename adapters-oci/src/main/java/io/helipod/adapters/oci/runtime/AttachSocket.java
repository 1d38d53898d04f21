package io.helipod.adapters.oci.runtime;

import io.helipod.adapters.oci.linux.LinuxCalls;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.OutputSink;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.stream.StreamType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jnr.unixsocket.UnixSocketChannel;

/**
 * A connection to conmon's attach socket: SEQPACKET, each packet one byte that says the stream (2 stdout, 3 stderr) and the output
 * behind it; input goes the other way raw (conmon's conn_sock.c). Reading blocks in native code, so it has a platform thread of its
 * own for as long as it lasts; a virtual one would keep its carrier.
 */
final class AttachSocket implements AttachedStreams {
    private static final ExecutorService READERS = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("helipod-attach-", 0).factory());
    private static final int PACKET = 8192 + 1;
    private static final int LARGEST_INPUT = 32 * 1024;
    private static final int CONMON_STDOUT = 2;
    private static final int CONMON_STDERR = 3;
    private final UnixSocketChannel channel;
    private final StreamSelection selection;
    private final OutputStream stdin = new Input();
    private volatile boolean closed;

    private AttachSocket(UnixSocketChannel channel, StreamSelection selection) {
        this.channel = channel;
        this.selection = selection;
    }

    static AttachSocket connect(Path bundle, String socket, StreamSelection selection) {
        int folder = -1;
        try {
            // by way of a descriptor: a socket's path may have 107 bytes only
            folder = LinuxCalls.open(bundle.toString(), LinuxCalls.O_PATH | LinuxCalls.O_CLOEXEC);
            int descriptor = LinuxCalls.connectSeqpacket("/proc/self/fd/" + folder + "/" + socket);
            return new AttachSocket(UnixSocketChannel.fromFD(descriptor), selection);
        } catch (IOException e) {
            throw new RuntimeFailed("the container's monitor cannot be reached: " + e.getMessage(), 125);
        } finally {
            if (folder >= 0) {
                LinuxCalls.close(folder);
            }
        }
    }

    @Override
    public void pump(OutputSink sink) throws IOException {
        try {
            CompletableFuture.runAsync(
                            () -> {
                                try {
                                    copy(sink);
                                } catch (IOException e) {
                                    throw new CompletionException(e);
                                }
                            },
                            READERS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void copy(OutputSink sink) throws IOException {
        ByteBuffer packet = ByteBuffer.allocateDirect(PACKET);
        while (true) {
            packet.clear();
            int count;
            try {
                count = channel.read(packet);
            } catch (IOException e) {
                if (closed) {
                    return;
                }
                throw e;
            }
            if (count <= 0) {
                return;
            }
            packet.flip();
            int stream = packet.get();
            StreamType type = stream == CONMON_STDERR ? StreamType.STDERR : StreamType.STDOUT;
            boolean known = stream == CONMON_STDOUT || stream == CONMON_STDERR;
            if (known && packet.hasRemaining() && selection.wants(type)) {
                sink.accept(type, packet);
            }
        }
    }

    @Override
    public OutputStream stdin() {
        return stdin;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // wakes the reader; closing alone would not
            channel.shutdownInput();
            channel.shutdownOutput();
        } catch (IOException e) {
            // the other side was quicker
        }
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
            for (int sent = 0; sent < length; ) {
                int part = Math.min(LARGEST_INPUT, length - sent);
                ByteBuffer buffer = ByteBuffer.wrap(bytes, offset + sent, part);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                sent += part;
            }
        }

        @Override
        public void close() throws IOException {
            if (!ended && !closed) {
                ended = true;
                channel.shutdownOutput();
            }
        }
    }
}
