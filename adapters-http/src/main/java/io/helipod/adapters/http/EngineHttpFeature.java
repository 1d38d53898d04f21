package io.helipod.adapters.http;

import io.helidon.common.Weighted;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helipod.adapters.http.compat.CompatCommitRoutes;
import io.helipod.adapters.http.compat.CompatContainerLifecycleRoutes;
import io.helipod.adapters.http.compat.CompatContainerRoutes;
import io.helipod.adapters.http.compat.CompatDiskUsageRoutes;
import io.helipod.adapters.http.compat.CompatImageRoutes;
import io.helipod.adapters.http.compat.CompatImageSaveRoutes;
import io.helipod.adapters.http.compat.CompatRegistryRoutes;
import io.helipod.adapters.http.compat.CompatSearchRoutes;
import io.helipod.adapters.http.compat.CompatSystemRoutes;
import io.helipod.adapters.http.exchange.Dispatcher;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.libpod.LibpodCommitRoutes;
import io.helipod.adapters.http.libpod.LibpodContainerLifecycleRoutes;
import io.helipod.adapters.http.libpod.LibpodContainerRoutes;
import io.helipod.adapters.http.libpod.LibpodDiskUsageRoutes;
import io.helipod.adapters.http.libpod.LibpodImageRemovalRoutes;
import io.helipod.adapters.http.libpod.LibpodImageReportRoutes;
import io.helipod.adapters.http.libpod.LibpodImageRoutes;
import io.helipod.adapters.http.libpod.LibpodImageSaveRoutes;
import io.helipod.adapters.http.libpod.LibpodImageScpRoutes;
import io.helipod.adapters.http.libpod.LibpodImageTransferRoutes;
import io.helipod.adapters.http.libpod.LibpodManifestPushRoutes;
import io.helipod.adapters.http.libpod.LibpodManifestRoutes;
import io.helipod.adapters.http.libpod.LibpodSearchRoutes;
import io.helipod.adapters.http.libpod.LibpodSystemCheckRoutes;
import io.helipod.adapters.http.libpod.LibpodSystemRoutes;
import io.helipod.adapters.http.shared.ContainerAttachRoutes;
import io.helipod.adapters.http.shared.ContainerStreamRoutes;
import io.helipod.adapters.http.shared.EventRoutes;
import io.helipod.adapters.http.shared.ExecRoutes;
import io.helipod.adapters.http.shared.ImageHistoryRoutes;
import io.helipod.adapters.http.shared.PingRoutes;
import io.helipod.adapters.http.shared.VersionRoutes;
import io.helipod.core.EngineApi;
import java.time.InstantSource;

/**
 * The whole API as a Helidon feature, at the root of a routing. Attach needs {@link HijackSelector} on the listener besides. Nothing of it
 * depends on the listener's media support, and it registers no error handlers: its own failures it answers itself.
 */
public final class EngineHttpFeature implements HttpFeature, Weighted {
    /** A guest's weight: below that of an application's own routes, which would otherwise come after every feature. */
    public static final double GUEST_WEIGHT = DEFAULT_WEIGHT / 10;

    private final Handler dispatcher;
    private final double weight;

    private EngineHttpFeature(Handler dispatcher, double weight) {
        this.dispatcher = dispatcher;
        this.weight = weight;
    }

    /** For a listener of the API's own: what it does not know it answers itself. */
    public static EngineHttpFeature create(EngineApi api, HttpAdapterConfig config) {
        return new EngineHttpFeature(new Dispatcher(routes(api, config), config, false), DEFAULT_WEIGHT);
    }

    /**
     * For an application's routing: comes after the application's own routes, whatever the order they are registered in, and passes
     * on every request whose path and method it does not serve.
     */
    public static EngineHttpFeature guest(EngineApi api, HttpAdapterConfig config) {
        return new EngineHttpFeature(new Dispatcher(routes(api, config), config, true), GUEST_WEIGHT);
    }

    /** What takes the requests, for a routing that is built before the engine runs. */
    public Handler handler() {
        return dispatcher;
    }

    @Override
    public double weight() {
        return weight;
    }

    /** The table of what is served. */
    static Routes routes(EngineApi api, HttpAdapterConfig config) {
        Routes routes = new Routes();
        new PingRoutes().routes(routes);
        system(api, routes);
        images(api, routes);
        containers(api, routes);
        return routes;
    }

    private static void system(EngineApi api, Routes routes) {
        new VersionRoutes(api.system()).routes(routes);
        new CompatSystemRoutes(api.system()).routes(routes);
        new LibpodSystemRoutes(api.system()).routes(routes);
        new EventRoutes(api.events(), InstantSource.system()).routes(routes);
    }

    private static void images(EngineApi api, Routes routes) {
        new CompatImageRoutes(api).routes(routes);
        new CompatRegistryRoutes(api).routes(routes);
        new CompatCommitRoutes(api.commits()).routes(routes);
        new LibpodCommitRoutes(api.commits()).routes(routes);
        new LibpodImageRoutes(api.images()).routes(routes);
        new LibpodSystemCheckRoutes(api.maintenance()).routes(routes);
        new LibpodImageScpRoutes().routes(routes);
        new CompatSearchRoutes(api.search()).routes(routes);
        new LibpodSearchRoutes(api.search()).routes(routes);
        new CompatDiskUsageRoutes(api, InstantSource.system()).routes(routes);
        new LibpodDiskUsageRoutes(api).routes(routes);
        new CompatImageSaveRoutes(api.archives()).routes(routes);
        new LibpodImageSaveRoutes(api.archives(), api.images()).routes(routes);
        new ImageHistoryRoutes(api.reports()).routes(routes);
        new LibpodImageReportRoutes(api.reports()).routes(routes);
        new LibpodImageTransferRoutes(api).routes(routes);
        new LibpodImageRemovalRoutes(api.images(), api.manifests()).routes(routes);
        new LibpodManifestRoutes(api.manifests()).routes(routes);
        new LibpodManifestPushRoutes(api.manifests()).routes(routes);
    }

    private static void containers(EngineApi api, Routes routes) {
        InstantSource clock = InstantSource.system();
        new CompatContainerRoutes(api, clock).routes(routes);
        new CompatContainerLifecycleRoutes(api).routes(routes);
        new LibpodContainerRoutes(api).routes(routes);
        new LibpodContainerLifecycleRoutes(api).routes(routes);
        new ContainerStreamRoutes(api, clock).routes(routes);
        new ContainerAttachRoutes(api).routes(routes);
        new ExecRoutes(api.execs()).routes(routes);
    }

    @Override
    public void setup(HttpRouting.Builder routing) {
        routing.any(dispatcher);
    }
}
