package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.stream.StdFrameWriter;
import io.helipod.core.stream.OutputSink;
import java.io.OutputStream;

/** How a process's output looks on a hijacked connection (behaviour.md 13). */
final class HijackedOutput {
    private HijackedOutput() {}

    /** Newer clients are told by the type whether there are frames. */
    static String contentType(ApiExchange exchange, boolean terminal) {
        boolean known = exchange.atLeast(exchange.libpod() ? "4.7.0" : "1.42");
        return "application/vnd.docker." + (known && !terminal ? "multiplexed" : "raw") + "-stream";
    }

    /** A terminal's bytes as they are, anything else in frames. */
    static OutputSink sink(boolean terminal, OutputStream out) {
        return terminal ? raw(out) : new StdFrameWriter(out);
    }

    private static OutputSink raw(OutputStream out) {
        return (type, payload) -> {
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            out.write(bytes);
        };
    }
}
