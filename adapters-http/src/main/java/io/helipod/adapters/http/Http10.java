package io.helipod.adapters.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Clients of HTTP/1.0, such as load balancers that look whether a service is well. Helidon refuses them, so the first line is read
 * as one of HTTP/1.1 that asks to close the connection afterwards (RFC 9112 2.3, RFC 9110 6.2). What needs chunks or the raw
 * connection is refused later, by the exchange.
 */
final class Http10 {
    private static final String VERSION = " HTTP/1.0";

    private Http10() {}

    /**
     * The connection with its first line rewritten; nothing when that is none of HTTP/1.0. Waits for the end of the line.
     *
     * @param most bytes to look for that end in
     */
    static Optional<ConnectionContext> translate(ConnectionContext context, int most) {
        DataReader reader = context.dataReader();
        int length;
        try {
            length = reader.findNewLine(most);
        } catch (DataReader.IncorrectNewLineException | DataReader.InsufficientDataAvailableException e) {
            return Optional.empty(); // no request line at all, which is answered by those who read it next
        }
        if (length >= most || length < VERSION.length()) {
            return Optional.empty();
        }
        String line = reader.getBuffer(length).readString(length, StandardCharsets.ISO_8859_1);
        if (!line.endsWith(VERSION)) {
            return Optional.empty();
        }
        reader.skip(length);
        String rewritten = line.substring(0, length - 1) + "1\r\nConnection: close";
        return Optional.of(new Translated(context, reader(rewritten, reader)));
    }

    private static DataReader reader(String first, DataReader rest) {
        byte[] begin = first.getBytes(StandardCharsets.ISO_8859_1);
        boolean[] begun = {false};
        return DataReader.create(() -> {
            if (!begun[0]) {
                begun[0] = true;
                return begin;
            }
            return more(rest);
        });
    }

    /** Null is the end, to Helidon. */
    @SuppressWarnings("NullAway")
    private static byte @Nullable [] more(DataReader rest) {
        try {
            rest.ensureAvailable();
            return rest.readBytes(rest.available());
        } catch (DataReader.InsufficientDataAvailableException e) {
            return null;
        }
    }

    private record Translated(ConnectionContext real, DataReader dataReader) implements ConnectionContext {
        @Override
        public ListenerContext listenerContext() {
            return real.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return real.executor();
        }

        @Override
        public DataWriter dataWriter() {
            return real.dataWriter();
        }

        @Override
        public Router router() {
            return real.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return real.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return real.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return real.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return real.localPeer();
        }

        @Override
        public boolean isSecure() {
            return real.isSecure();
        }

        @Override
        public String socketId() {
            return real.socketId();
        }

        @Override
        public String childSocketId() {
            return real.childSocketId();
        }
    }
}
