package io.helipod.adapters.http.exchange;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A chunked body whose headers are out already (RFC 9112 7.1), written to the connection itself: Helidon ends such a body only after the
 * handler has returned normally, and ours end by closing the connection. Every write is a chunk and goes out at once. For one thread.
 */
final class EarlyOutput extends OutputStream {
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private final ConnectionContext connection;
    private boolean closed;

    EarlyOutput(ConnectionContext connection) {
        this.connection = connection;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return; // an empty chunk would be the last one
        }
        byte[] head = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] chunk = new byte[head.length + length + 2];
        System.arraycopy(head, 0, chunk, 0, head.length);
        System.arraycopy(bytes, offset, chunk, head.length, length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        send(chunk);
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            send(LAST_CHUNK);
        }
    }

    private void send(byte[] bytes) throws IOException {
        try {
            connection.dataWriter().writeNow(BufferData.create(bytes));
        } catch (RuntimeException e) {
            throw new IOException("the client is gone", e);
        }
    }
}
