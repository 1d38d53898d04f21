package io.helipod.app.feature;

import io.helidon.common.Weighted;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helipod.adapters.http.EngineHttpFeature;
import io.helipod.app.HelipodEngine;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * An engine that lives as long as the server that serves it: started when all listeners are bound, so that a server which cannot
 * start leaves nothing behind, and closed with the last listener it is on. Requests that come earlier wait. Thread-safe.
 */
final class ServedEngine {
    private final FeatureSettings settings;
    private final CompletableFuture<EngineHttpFeature> api = new CompletableFuture<>();
    private final Set<String> listeners = new HashSet<>();
    private Optional<HelipodEngine> running = Optional.empty();

    ServedEngine(FeatureSettings settings) {
        this.settings = settings;
    }

    /** The part of one listener's routing. */
    synchronized HttpFeature on(String listener) {
        listeners.add(listener);
        return new Guest(listener);
    }

    /** A failure is the failure of the server's start. */
    private synchronized void start(WebServer server) {
        if (running.isPresent()) {
            return;
        }
        try {
            HelipodEngine engine =
                    HelipodEngine.builder().config(settings.engine()).start();
            running = Optional.of(engine);
            server.context().register(engine.api());
            api.complete(EngineHttpFeature.guest(engine.api(), settings.http()));
        } finally {
            if (!api.isDone()) {
                api.cancel(false);
                server.stop();
            }
        }
    }

    private synchronized void stop(String listener) {
        listeners.remove(listener);
        if (listeners.isEmpty()) {
            running.ifPresent(HelipodEngine::close);
        }
    }

    private final class Guest implements HttpFeature, Weighted {
        private final String listener;

        private Guest(String listener) {
            this.listener = listener;
        }

        @Override
        public double weight() {
            return EngineHttpFeature.GUEST_WEIGHT;
        }

        @Override
        public void setup(HttpRouting.Builder routing) {
            routing.any(this::handle);
        }

        @Override
        public void afterStart(WebServer server) {
            start(server);
        }

        @Override
        public void afterStop() {
            stop(listener);
        }

        private void handle(ServerRequest request, ServerResponse response) throws Exception {
            EngineHttpFeature served;
            try {
                served = api.get();
            } catch (ExecutionException | CancellationException e) {
                response.status(Status.SERVICE_UNAVAILABLE_503).send();
                return;
            }
            served.handler().handle(request, response);
        }
    }
}
