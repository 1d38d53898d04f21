package io.helipod.adapters.http.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.OutputSink;
import io.helipod.core.stream.StreamType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** The streams of a process that a test plays. */
public final class FakeProcess implements AttachedStreams {
    private final LinkedBlockingQueue<Optional<Output>> output = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();
    private volatile Consumer<String> endOfInput = text -> {};
    private volatile Consumer<byte[]> bytesIn = bytes -> {};
    private volatile boolean closed;

    private record Output(StreamType type, byte[] bytes) {}

    /** The process writes. */
    public void print(StreamType type, String text) {
        print(type, text.getBytes(UTF_8));
    }

    /** The process writes. */
    public void print(StreamType type, byte[] bytes) {
        output.add(Optional.of(new Output(type, bytes)));
    }

    /** The process ends. */
    public void end() {
        output.add(Optional.empty());
    }

    /** What happens at the end of input; gets all of it. */
    public void onEndOfInput(Consumer<String> action) {
        endOfInput = action;
    }

    /** What happens to input, instead of keeping it. */
    public void onInput(Consumer<byte[]> action) {
        bytesIn = action;
    }

    /** What was typed so far. */
    public synchronized String input() {
        return input.toString(UTF_8);
    }

    /** Whether the engine let go of it. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void pump(OutputSink sink) throws IOException {
        try {
            Optional<Output> next;
            while (!closed && (next = output.take()).isPresent()) {
                sink.accept(next.get().type(), ByteBuffer.wrap(next.get().bytes()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public OutputStream stdin() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                byte[] copy = java.util.Arrays.copyOfRange(bytes, offset, offset + length);
                synchronized (FakeProcess.this) {
                    input.writeBytes(copy);
                }
                bytesIn.accept(copy);
            }

            @Override
            public void close() {
                endOfInput.accept(input());
            }
        };
    }

    @Override
    public void close() {
        closed = true;
        end();
    }
}
