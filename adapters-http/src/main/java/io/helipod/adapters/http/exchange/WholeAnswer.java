package io.helipod.adapters.http.exchange;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.DateTime;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Writes an answer that is there as a whole, head and body together, straight to the connection. The server's own response makes
 * a map of the headers and encodes each of them anew, which is most of the work of a small answer. Only for requests without
 * a body, whose rest the server would have to see to. For one thread.
 */
final class WholeAnswer {
    private static final byte[] OK = ascii("HTTP/1.1 200 OK\r\n");
    private static final byte[] DATE = ascii("Date: ");
    private static final byte[] REFERENCE = ascii("X-Reference-Id: ");
    private static final byte[] LENGTH = ascii("Content-Length: ");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final int ROOM_FOR_HEAD = 1024;
    /** Up to here a copy is cheaper than a second buffer. */
    private static final int SMALL = 4096;

    private final ConnectionContext connection;
    private final ServerResponse response;
    private final BufferData head = BufferData.growing(ROOM_FOR_HEAD);

    /** @param response what it holds of headers is sent too */
    WholeAnswer(ConnectionContext connection, ServerResponse response) {
        this.connection = connection;
        this.response = response;
    }

    /** Begins the head. */
    WholeAnswer status(Status status) {
        if (status.code() == 200) {
            head.write(OK);
        } else {
            head.write(ascii("HTTP/1.1 " + status.code() + " " + status.reasonPhrase() + "\r\n"));
        }
        head.write(DATE);
        head.write(DateTime.http1Bytes()); // with its line end
        return this;
    }

    /** Adds headers that stand ready. */
    WholeAnswer headers(HeaderBlock block) {
        head.write(block.lines());
        return this;
    }

    /** Adds the request's reference, checked by the caller. */
    WholeAnswer reference(String reference) {
        head.write(REFERENCE);
        head.write(ascii(reference));
        head.write(LINE_END);
        return this;
    }

    /**
     * Ends the head and sends all.
     *
     * @param close whether the connection ends with this answer
     * @param bodyless whether only the length of the body is told, as HEAD wants it
     */
    void send(byte[] body, boolean close, boolean bodyless) {
        for (Header header : response.headers()) {
            if (!header.headerName().equals(HeaderNames.CONNECTION)) {
                header.validate();
                header.writeHttp1Header(head);
            }
        }
        head.write(close ? CLOSE : KEEP_ALIVE);
        head.write(LENGTH);
        head.write(ascii(Integer.toString(body.length)));
        head.write(LINE_END);
        head.write(LINE_END);
        if (close) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        EarlyHeaders.Flushed sent = response.sink(EarlyHeaders.TYPE); // from here on it counts as sent
        write(bodyless ? new byte[0] : body);
        sent.close();
    }

    private void write(byte[] body) {
        try {
            if (body.length <= SMALL) {
                head.write(body);
                connection.dataWriter().writeNow(head);
            } else {
                connection.dataWriter().writeNow(head, BufferData.create(body));
            }
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("the client is gone", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
