package io.helipod.adapters.http.exchange;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A body whose length was announced, written to the connection itself: nothing is copied on the way, and every write goes out before
 * it returns, so the bytes may be overwritten afterwards. For one thread.
 */
final class SizedOutput extends OutputStream {
    private final ConnectionContext connection;

    SizedOutput(ConnectionContext connection) {
        this.connection = connection;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            connection.dataWriter().writeNow(BufferData.create(bytes, offset, length));
        } catch (RuntimeException e) {
            throw new IOException("the client is gone", e);
        }
    }
}
