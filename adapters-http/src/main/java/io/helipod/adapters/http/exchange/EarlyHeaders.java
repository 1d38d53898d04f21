package io.helipod.adapters.http.exchange;

import io.helidon.common.GenericType;
import io.helidon.common.media.type.MediaType;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http.spi.Sink;
import io.helidon.webserver.http.spi.SinkProvider;
import io.helidon.webserver.http.spi.SinkProviderContext;
import java.util.function.BiConsumer;

/**
 * Sends status and headers before the first byte of a body. Helidon's response sends them with the first byte; only a sink may ask
 * for more, so this is a sink that does nothing else.
 */
public final class EarlyHeaders implements SinkProvider<Object> {
    /** The type to ask the response for. */
    static final GenericType<Flushed> TYPE = GenericType.create(Flushed.class);

    /** Says that the headers are out. */
    static final class Flushed implements Sink<Object> {
        @Override
        public Sink<Object> emit(Object event) {
            throw new IllegalStateException("this sink carries nothing");
        }

        @Override
        public void close() {}
    }

    @Override
    public boolean supports(GenericType<? extends Sink<?>> type, ServerRequest request) {
        return type.equals(TYPE);
    }

    @Override
    @SuppressWarnings("unchecked") // the only type it supports
    public <X extends Sink<Object>> X create(SinkProviderContext context) {
        context.flushHeaders();
        return (X) new Flushed();
    }

    @Override
    public <X extends Sink<Object>> X create(
            ServerResponse response, BiConsumer<Object, MediaType> consumer, Runnable close) {
        throw new IllegalStateException("superseded by the method that takes a context");
    }
}
