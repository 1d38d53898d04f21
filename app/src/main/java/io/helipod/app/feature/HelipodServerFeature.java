package io.helipod.app.feature;

import io.helidon.common.Weighted;
import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.spi.ServerFeature;
import io.helipod.adapters.http.EngineHttpFeature;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Optional;

/** Serves an engine of a server's own on some of its listeners. */
public final class HelipodServerFeature implements ServerFeature, Weighted {
    static final String TYPE = "helipod";

    private final String name;
    private final Optional<FeatureSettings> settings;

    private HelipodServerFeature(String name, Optional<FeatureSettings> settings) {
        this.name = name;
        this.settings = settings;
    }

    static HelipodServerFeature serving(String name, FeatureSettings settings) {
        return new HelipodServerFeature(name, Optional.of(settings));
    }

    static HelipodServerFeature absent(String name) {
        return new HelipodServerFeature(name, Optional.empty());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String type() {
        return TYPE;
    }

    /** Behind what the application itself serves. */
    @Override
    public double weight() {
        return EngineHttpFeature.GUEST_WEIGHT;
    }

    @Override
    public void setup(ServerFeatureContext server) {
        settings.ifPresent(wanted -> {
            ServedEngine engine = new ServedEngine(wanted);
            for (String socket : wanted.sockets()) {
                ListenerConfig listener = listener(server, socket);
                if (!wanted.insecureTcp()) {
                    refuseOpen(listener, socket);
                }
                HelipodProtocol.use(listener, socket);
                server.socket(socket).httpRouting().addFeature(engine.on(socket));
            }
        });
    }

    /** Not from {@code server.socket}, which shows the default listener whatever the name. */
    private static ListenerConfig listener(ServerFeatureContext server, String socket) {
        if (!server.socketExists(socket)) {
            throw new InvalidArgument("the server has no listener " + socket + " to serve the engine on");
        }
        WebServerConfig config = server.serverConfig();
        return socket.equals(WebServer.DEFAULT_SOCKET_NAME)
                ? config
                : Optional.ofNullable(config.sockets().get(socket)).orElseThrow();
    }

    private static void refuseOpen(ListenerConfig listener, String socket) {
        InetAddress address = switch (listener.bindAddress().orElse(null)) {
            case UnixDomainSocketAddress file -> InetAddress.getLoopbackAddress();
            case InetSocketAddress tcp -> tcp.getAddress();
            case null, default -> listener.address();
        };
        if (!address.isLoopbackAddress()) {
            throw new InvalidArgument(
                    "listener " + socket + " is not on loopback, and whoever reaches the engine is root"
                            + " on this machine (allow-insecure-tcp if that is meant)");
        }
    }
}
