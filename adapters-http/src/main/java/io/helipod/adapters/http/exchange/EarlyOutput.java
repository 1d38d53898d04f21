package io.helipod.adapters.http.exchange;

import io.helidon.common.buffers.BufferData;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A chunked body whose headers are out already. Helidon forgets the last chunk when nothing was written in between, so that a client
 * of an empty stream would miss its end; then this writes it. For one thread.
 */
final class EarlyOutput extends FilterOutputStream {
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private boolean written;
    private boolean closed;

    EarlyOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        written = true;
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        // an empty chunk would be the last one
        if (length > 0) {
            written = true;
            out.write(bytes, offset, length);
        }
    }

    @Override
    public void flush() throws IOException {
        if (written) {
            out.flush();
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (written || !Connections.CURRENT.isBound()) {
            out.close();
            return;
        }
        try {
            Connections.CURRENT.get().dataWriter().writeNow(BufferData.create(LAST_CHUNK));
        } catch (RuntimeException e) {
            throw new IOException("the client is gone", e);
        }
    }
}
