package io.helipod.adapters.http.shared;

import io.helipod.core.container.LogLine;
import io.helipod.core.container.LogSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Writes log lines for a client (behaviour.md 14): a frame a line, or bare bytes where the container has a terminal. Frames gather
 * in one buffer, which goes out when it is full or there is nothing more at the moment; no line costs an allocation.
 */
public final class LogFrames implements LogSink {
    private static final int BUFFER = 64 * 1024;
    private static final int HEADER = 8;
    private final OutputStream out;
    private final boolean framed;
    private final boolean timestamps;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    /**
     * @param framed whether every line gets the 8-byte header
     * @param timestamps whether every line begins with its time
     */
    public LogFrames(OutputStream out, boolean framed, boolean timestamps) {
        this.out = out;
        this.framed = framed;
        this.timestamps = timestamps;
    }

    @Override
    public void line(LogLine line) throws IOException {
        ByteBuffer text = line.text();
        ByteBuffer time = line.timestamp();
        int end = line.partial() ? 0 : 1;
        int length = (timestamps ? time.remaining() + 1 : 0) + text.remaining() + end;
        if (buffer.remaining() < HEADER + length) {
            drain();
        }
        if (framed) {
            buffer.putInt(line.stream().code() << 24).putInt(length);
        }
        if (timestamps) {
            put(time);
            buffer.put((byte) ' ');
        }
        put(text);
        if (end > 0) {
            makeRoom();
            buffer.put((byte) '\n');
        }
    }

    @Override
    public void caughtUp() throws IOException {
        drain();
        out.flush();
    }

    /** A line may be larger than the buffer. */
    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            makeRoom();
            int count = Math.min(bytes.remaining(), buffer.remaining());
            buffer.put(buffer.position(), bytes, bytes.position(), count);
            buffer.position(buffer.position() + count);
            bytes.position(bytes.position() + count);
        }
    }

    private void makeRoom() throws IOException {
        if (!buffer.hasRemaining()) {
            drain();
        }
    }

    private void drain() throws IOException {
        if (buffer.position() > 0) {
            out.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }
}
