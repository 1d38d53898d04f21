package io.helipod.adapters.http.stream;

import io.helipod.core.stream.OutputSink;
import io.helipod.core.stream.StreamType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Writes output in frames of an 8-byte header and payload (behaviour.md 13), each in one write. For one thread at a time.
 */
public final class StdFrameWriter implements OutputSink {
    private static final int HEADER = 8;
    private final OutputStream out;

    public StdFrameWriter(OutputStream out) {
        this.out = out;
    }

    @Override
    public void accept(StreamType type, ByteBuffer payload) throws IOException {
        int length = payload.remaining();
        byte[] frame = new byte[HEADER + length];
        header(frame, 0, type, length);
        payload.get(frame, HEADER, length);
        out.write(frame);
        out.flush();
    }

    /** Writes a header into a buffer. */
    public static void header(byte[] buffer, int offset, StreamType type, int length) {
        buffer[offset] = (byte) type.code();
        buffer[offset + 1] = 0;
        buffer[offset + 2] = 0;
        buffer[offset + 3] = 0;
        buffer[offset + 4] = (byte) (length >>> 24);
        buffer[offset + 5] = (byte) (length >>> 16);
        buffer[offset + 6] = (byte) (length >>> 8);
        buffer[offset + 7] = (byte) length;
    }
}
