package io.helipod.adapters.http.exchange;

import java.io.IOException;

/** Serves one operation: parses, calls one port method, replies. */
@FunctionalInterface
public interface RouteHandler {
    /** Runs on the connection's virtual thread; an EngineException becomes the error answer. */
    void handle(ApiExchange exchange) throws IOException;
}
