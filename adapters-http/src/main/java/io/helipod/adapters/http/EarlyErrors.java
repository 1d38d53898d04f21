package io.helipod.adapters.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.ErrorHandling;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helipod.adapters.http.error.ErrorMapper;
import io.helipod.adapters.http.error.wire.ErrorJson;
import io.helipod.adapters.http.exchange.RequestHeads;
import io.helipod.adapters.http.json.Json;

/**
 * Answers of a listener to what is no request at all: a line, a header or a length that cannot be read. They come before any
 * routing, so they belong to the listener; without this a client gets a status and not a word.
 */
public final class EarlyErrors {
    private EarlyErrors() {}

    /** Has a listener give these answers in the API's error model (behaviour.md 5). */
    public static void install(ListenerConfig.BuilderBase<?, ?> listener) {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, EarlyErrors::answer);
        }
        listener.directHandlers(handlers.build())
                .errorHandling(ErrorHandling.builder().includeEntity(true).build());
    }

    private static DirectHandler.TransportResponse answer(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status found,
            ServerResponseHeaders headers,
            String safeMessage) {
        // Helidon calls it an error of its own when a client ends in the middle of a head
        boolean cut = type == DirectHandler.EventType.INTERNAL_ERROR
                && RequestHeads.CURRENT.isBound()
                && !RequestHeads.CURRENT.get().routed();
        if (cut) {
            ErrorMapper.Refusal refusal = ErrorMapper.cutHead();
            return answer(Status.create(refusal.status()), headers, refusal.body());
        }
        String message = safeMessage == null || safeMessage.isEmpty()
                ? "the request could not be read: " + found.reasonPhrase()
                : safeMessage;
        return answer(found, headers, new ErrorJson(message, message, found.code()));
    }

    private static DirectHandler.TransportResponse answer(
            Status status, ServerResponseHeaders headers, ErrorJson body) {
        return DirectHandler.TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .entity(Json.document(body))
                .build();
    }
}
