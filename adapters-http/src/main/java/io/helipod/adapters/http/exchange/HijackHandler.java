package io.helipod.adapters.http.exchange;

import java.io.IOException;

/** Serves a connection after it was taken over; when it returns, the connection is closed. */
@FunctionalInterface
public interface HijackHandler {
    /** An IOException means the client is gone. */
    void handle(Duplex duplex) throws IOException;
}
