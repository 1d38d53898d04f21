package io.helipod.adapters.http.stream;

import io.helipod.adapters.http.json.Json;
import java.io.IOException;
import java.io.OutputStream;

/** A stream of JSON records, one write and one flush each, so that a client reads whole records (behaviour.md 27). */
public final class JsonLinesWriter implements AutoCloseable {
    private final OutputStream out;
    private boolean abandoned;

    public JsonLinesWriter(OutputStream out) {
        this.out = out;
    }

    /** Sends a record at once. */
    public void write(Object record) throws IOException {
        out.write(Json.record(record));
        out.flush();
    }

    /**
     * After a failure that nobody foresaw: sends a last record if that is still possible, and leaves the answer without its end. A
     * client that does not know the record takes the missing end for the failure that it is.
     */
    public void abandon(Object record) {
        abandoned = true;
        try {
            write(record);
        } catch (IOException | RuntimeException e) {
            System.getLogger(JsonLinesWriter.class.getName())
                    .log(System.Logger.Level.DEBUG, "a failure could not be told", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!abandoned) {
            out.close();
        }
    }
}
