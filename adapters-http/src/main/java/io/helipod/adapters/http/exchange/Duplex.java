package io.helipod.adapters.http.exchange;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.ConnectionContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A hijacked connection: raw bytes both ways (behaviour.md 13). One thread reads, any may write; a write is never torn. */
public final class Duplex {
    private final ConnectionContext connection;
    private final InputStream input = new Input();
    private final OutputStream output = new Output();

    Duplex(ConnectionContext connection) {
        this.connection = connection;
    }

    /** What the client sends; ends with the client's half-close or its going. */
    public InputStream input() {
        return input;
    }

    /** What the client gets; every write goes out at once. */
    public OutputStream output() {
        return output;
    }

    private final class Input extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            DataReader reader = connection.dataReader();
            try {
                reader.ensureAvailable();
            } catch (DataReader.InsufficientDataAvailableException e) {
                return -1;
            } catch (RuntimeException e) {
                throw new IOException("the client is gone", e);
            }
            int count = Math.min(length, reader.available());
            byte[] bytes = reader.readBytes(count);
            System.arraycopy(bytes, 0, buffer, offset, count);
            return count;
        }
    }

    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                synchronized (connection) {
                    connection.dataWriter().writeNow(BufferData.create(bytes, offset, length));
                }
            } catch (RuntimeException e) {
                throw new IOException("the client is gone", e);
            }
        }
    }
}
