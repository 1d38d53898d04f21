package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.stream.JsonLinesWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Records of a transfer that begin the answer only when something has really happened: until then a failure can still have a status of its
 * own. For one thread at a time.
 */
public final class TransferStream implements AutoCloseable {
    /** What a client is told of an error that nobody foresaw; the log has more. */
    public static final String INTERNAL_ERROR = "internal error, see the engine's log";

    private final ApiExchange x;
    private final List<Object> held = new ArrayList<>();
    private Optional<JsonLinesWriter> lines = Optional.empty();

    public TransferStream(ApiExchange x) {
        this.x = x;
    }

    /** A record that says nothing yet: it goes with the next one. */
    public void hold(Object record) {
        if (lines.isPresent()) {
            write(record);
        } else {
            held.add(record);
        }
    }

    /** Forgets what is held. */
    public void forget() {
        held.clear();
    }

    /** Sends a record, and before it what was held. */
    public void write(Object record) {
        if (lines.isEmpty()) {
            lines = Optional.of(x.jsonLines(200));
            held.forEach(one -> write(lines.get(), one));
            held.clear();
        }
        write(lines.get(), record);
    }

    /** Whether the answer has begun. */
    public boolean begun() {
        return lines.isPresent();
    }

    /** After such an error: says so, if the answer has begun, and leaves it without its end. */
    public void abandon(Object record) {
        lines.ifPresent(one -> one.abandon(record));
    }

    /** Writes where an IOException may not pass; the dispatcher knows the wrapped one. */
    public static void write(JsonLinesWriter lines, Object record) {
        try {
            lines.write(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (lines.isPresent()) {
            lines.get().close();
        }
    }
}
