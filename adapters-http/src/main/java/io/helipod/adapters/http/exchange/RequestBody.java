package io.helipod.adapters.http.exchange;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The body of a request, of any length, as it arrives. A chunked one is never left to Helidon, which would put a whole chunk on the
 * heap, also one that no handler asked for. For the one thread that serves the request.
 */
final class RequestBody {
    /** As much as is still taken from a client that has its answer, before its connection is closed. */
    private static final int MOST_DRAINED = 1 << 20;

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private final ServerRequest request;
    private final boolean chunked;
    private final boolean none;
    private Optional<InputStream> opened = Optional.empty();

    RequestBody(ServerRequest request) {
        this.request = request;
        this.chunked = request.headers()
                .first(HeaderNames.TRANSFER_ENCODING)
                .filter(text -> text.toLowerCase(Locale.ROOT).contains("chunked"))
                .isPresent();
        this.none = !request.headers().contains(HeaderNames.TRANSFER_ENCODING)
                && !request.headers().contains(HeaderNames.CONTENT_LENGTH);
    }

    /** Whether the head says that there is no body; false for an empty one. */
    boolean isNone() {
        return none;
    }

    /** Whether the body is chunked; its connection takes no further request. */
    boolean chunked() {
        return chunked;
    }

    /** The body; the same stream every time. */
    InputStream open() {
        if (opened.isEmpty()) {
            opened = Optional.of(stream());
        }
        return opened.get();
    }

    private InputStream stream() {
        if (!chunked || !Connections.CURRENT.isBound()) {
            return request.content().hasEntity() ? request.content().inputStream() : InputStream.nullInputStream();
        }
        ConnectionContext connection = Connections.CURRENT.get();
        if (awaited()) {
            connection.dataWriter().writeNow(BufferData.create(CONTINUE));
        }
        return new ChunkedInput(connection.dataReader());
    }

    private boolean awaited() {
        return request.headers()
                .first(HeaderNames.EXPECT)
                .filter(text -> text.equalsIgnoreCase("100-continue"))
                .isPresent();
    }

    /**
     * Takes some of what the client still sends. A TCP connection closed with unread bytes is reset, and a reset can overtake the
     * answer. Only after the answer, and before the connection is closed.
     */
    void drain() {
        if (opened.isEmpty() && (awaited() || chunked && !Connections.CURRENT.isBound())) {
            return; // it sends nothing before it is told to, or would be read a whole chunk at a time
        }
        byte[] buffer = new byte[8192];
        try {
            InputStream in = open();
            int count;
            for (int left = MOST_DRAINED; left > 0 && (count = in.read(buffer)) >= 0; left -= count) {
                // nobody wants it
            }
        } catch (IOException | RuntimeException e) {
            // out of step or gone: the connection is closed in any case
        }
    }
}
