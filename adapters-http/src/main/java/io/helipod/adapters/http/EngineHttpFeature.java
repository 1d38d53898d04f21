package io.helipod.adapters.http;

import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helipod.adapters.http.exchange.Dispatcher;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.shared.PingRoutes;
import io.helipod.core.EngineApi;

/**
 * The whole API as a Helidon feature: drop it into any routing. What it does not know it answers itself, so in a host's routing it
 * comes last. Attach needs {@link HijackSelector} on the listener besides.
 */
public final class EngineHttpFeature implements HttpFeature {
    private final Routes routes;
    private final HttpAdapterConfig config;

    private EngineHttpFeature(Routes routes, HttpAdapterConfig config) {
        this.routes = routes;
        this.config = config;
    }

    /** The API over these ports. */
    public static EngineHttpFeature create(EngineApi api, HttpAdapterConfig config) {
        return new EngineHttpFeature(routes(api, config), config);
    }

    /** The table of what is served. */
    static Routes routes(EngineApi api, HttpAdapterConfig config) {
        Routes routes = new Routes();
        new PingRoutes().routes(routes);
        return routes;
    }

    @Override
    public void setup(HttpRouting.Builder routing) {
        routing.any(new Dispatcher(routes, config));
    }
}
