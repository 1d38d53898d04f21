package io.helipod.adapters.http.stream;

import io.helipod.adapters.http.json.Json;
import java.io.IOException;
import java.io.OutputStream;

/** A stream of JSON records, one write and one flush each, so that a client reads whole records (behaviour.md 27). */
public final class JsonLinesWriter implements AutoCloseable {
    private final OutputStream out;

    public JsonLinesWriter(OutputStream out) {
        this.out = out;
    }

    /** Sends a record at once. */
    public void write(Object record) throws IOException {
        out.write(Json.record(record));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
