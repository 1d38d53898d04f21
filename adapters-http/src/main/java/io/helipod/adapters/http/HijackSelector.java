package io.helipod.adapters.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1Connection;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.helipod.adapters.http.exchange.Connections;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets handlers take over the raw connection. Helidon's own upgrade does not serve requests with a body, and exec start has one; so
 * every connection is Helidon's HTTP/1 connection run with its context bound, where a handler finds it. Belongs to a listener:
 * an embedding application adds it next to the feature.
 */
public final class HijackSelector implements ServerConnectionSelector {
    private static final int MAX_PROLOGUE = 64 << 10;
    private static final int MAX_HEADERS = 1 << 20;
    private final Http1ConnectionSelector http1;
    private final ConnectionObserver observer;

    private HijackSelector(ConnectionObserver observer) {
        this.observer = observer;
        this.http1 = Http1ConnectionSelector.builder()
                .config(Http1Config.builder()
                        .maxPrologueLength(MAX_PROLOGUE)
                        .maxHeadersSize(MAX_HEADERS)
                        // clients send hosts like %2Frun%2Fx.sock and JSON in queries; both are looked at by us
                        .validateRequestHeaders(false)
                        .validatePath(false)
                        .validatePrologue(false)
                        .build())
                .build();
    }

    /** For a listener whose connections nobody counts. */
    public static HijackSelector create() {
        return create(ConnectionObserver.NONE);
    }

    /** For a listener whose connections are counted. */
    public static HijackSelector create(ConnectionObserver observer) {
        return new HijackSelector(observer);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new Counted(context, (Http1Connection) http1.connection(context), observer);
    }

    private static final class Counted implements ServerConnection, InterruptableTask<Void> {
        private final ConnectionContext context;
        private final Http1Connection http1;
        private final ConnectionObserver observer;
        /** The connection's thread for as long as nothing was said on it; Helidon's own does not know of that time. */
        private volatile @Nullable Thread waiting;

        private Counted(ConnectionContext context, Http1Connection http1, ConnectionObserver observer) {
            this.context = context;
            this.http1 = http1;
            this.observer = observer;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            if (!speaks()) {
                return;
            }
            observer.active();
            try {
                ScopedValue.where(Connections.CURRENT, context).<Void, InterruptedException>call(() -> {
                    http1.handle(limit);
                    return null;
                });
            } finally {
                observer.closed();
            }
        }

        /** Waits for the first byte; false when the connection is closed without one, by either side. */
        private boolean speaks() {
            waiting = Thread.currentThread();
            try {
                context.dataReader().ensureAvailable();
                return true;
            } catch (DataReader.InsufficientDataAvailableException
                    | UncheckedIOException
                    | ServerConnectionException e) {
                return false;
            } finally {
                waiting = null;
            }
        }

        @Override
        public Duration idleTime() {
            return http1.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            Thread silent = waiting;
            if (silent != null) {
                silent.interrupt();
            }
            http1.close(interrupt);
        }

        @Override
        public boolean canInterrupt() {
            return waiting != null || http1.canInterrupt();
        }
    }
}
