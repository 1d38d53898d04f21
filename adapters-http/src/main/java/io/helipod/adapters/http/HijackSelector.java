package io.helipod.adapters.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http1.Http1Connection;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.helipod.adapters.http.exchange.Connections;
import io.helipod.adapters.http.exchange.RequestHeads;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets handlers take over the raw connection. Helidon's own upgrade does not serve requests with a body, and exec start has one; so
 * every connection is Helidon's HTTP/1 connection run with its context bound, where a handler finds it. Belongs to a listener:
 * an embedding application adds it next to the feature. The listener's own HTTP/1 settings, its upgrades and its other protocols
 * stay, but for what {@link ListenerHttp1} must relax.
 */
public final class HijackSelector implements ServerConnectionSelector {
    private final Http1ConnectionSelector plain = ListenerHttp1.of(List.of());
    private final Map<ListenerContext, Http1ConnectionSelector> byListener = new ConcurrentHashMap<>();
    private final ConnectionObserver observer;

    private HijackSelector(ConnectionObserver observer) {
        this.observer = observer;
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
        return plain.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return plain.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        Http1ConnectionSelector http1 = byListener.computeIfAbsent(
                context.listenerContext(),
                listener -> ListenerHttp1.of(listener.config().protocols()));
        return new Counted(context, http1, observer);
    }

    private static final class Counted implements ServerConnection, InterruptableTask<Void> {
        private final Http1ConnectionSelector selector;
        private final ConnectionContext context;
        /** Another one for a client of HTTP/1.0, once it has said so. */
        private volatile Http1Connection http1;

        private final ConnectionObserver observer;
        /** The connection's thread for as long as no request line was said on it; Helidon's own does not know of that time. */
        private volatile @Nullable Thread waiting;

        private Counted(ConnectionContext context, Http1ConnectionSelector selector, ConnectionObserver observer) {
            this.selector = selector;
            this.context = context;
            this.http1 = (Http1Connection) selector.connection(context);
            this.observer = observer;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            if (!speaks()) {
                return;
            }
            observer.active();
            try {
                Optional<ConnectionContext> http10 = firstLine();
                if (http10.isPresent()) {
                    http1 = (Http1Connection) selector.connection(http10.get());
                }
                ScopedValue.where(Connections.CURRENT, http10.orElse(context))
                        .where(RequestHeads.CURRENT, new RequestHeads(http10.isPresent()))
                        .<Void, InterruptedException>call(() -> {
                            http1.handle(limit);
                            return null;
                        });
            } finally {
                observer.closed();
            }
        }

        private Optional<ConnectionContext> firstLine() {
            waiting = Thread.currentThread();
            try {
                return Http10.translate(context, ListenerHttp1.LEAST_PROLOGUE);
            } catch (UncheckedIOException | ServerConnectionException e) {
                return Optional.empty(); // whoever reads next finds the same
            } finally {
                waiting = null;
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
