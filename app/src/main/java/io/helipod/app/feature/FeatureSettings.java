package io.helipod.app.feature;

import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.webserver.WebServer;
import io.helipod.adapters.http.HttpAdapterConfig;
import io.helipod.app.EngineConfig;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What stands below {@code server.features.helipod}; the keys are said in {@link io.helipod.app}. What is absent is as
 * {@link EngineConfig#defaults} has it.
 *
 * @param engine its folders and its runtime
 * @param http how the API is served
 * @param sockets names of the listeners that serve the API
 * @param insecureTcp whether they may be reached from other machines: that gives root away
 */
record FeatureSettings(EngineConfig engine, HttpAdapterConfig http, List<String> sockets, boolean insecureTcp) {
    /** The first three are Helidon's own. */
    private static final Set<String> KEYS = Set.of(
            "enabled",
            "name",
            "type",
            "root",
            "runroot",
            "runtime",
            "conmon",
            "cgroup-manager",
            "cors",
            "sockets",
            "allow-insecure-tcp");

    FeatureSettings {
        sockets = List.copyOf(sockets);
        if (sockets.isEmpty()) {
            throw new InvalidArgument("sockets names no listener");
        }
    }

    /** Reads a node; a key that is not known is refused. */
    static FeatureSettings of(Config node) {
        for (Config child : node.asNodeList().orElse(List.of())) {
            if (!KEYS.contains(child.name())) {
                throw new InvalidArgument(child.key() + " is not a known setting");
            }
        }
        EngineConfig defaults = EngineConfig.defaults();
        EngineConfig.Runtime runtime = defaults.runtime();
        return new FeatureSettings(
                defaults.withStorage(
                                path(node.get("root")).orElse(defaults.storage().root()),
                                path(node.get("runroot"))
                                        .orElse(defaults.storage().runRoot()))
                        .withRuntime(new EngineConfig.Runtime(
                                text(node.get("runtime")),
                                runtime.known(),
                                path(node.get("conmon")).stream().toList(),
                                runtime.helpers(),
                                text(node.get("cgroup-manager")).orElse(runtime.cgroupManager()))),
                HttpAdapterConfig.DEFAULT.withCors(text(node.get("cors"))),
                sockets(node.get("sockets")),
                flag(node.get("allow-insecure-tcp")));
    }

    private static List<String> sockets(Config node) {
        try {
            return node.asList(String.class).orElse(List.of(WebServer.DEFAULT_SOCKET_NAME));
        } catch (ConfigException e) {
            throw new InvalidArgument(node.key() + " is not a list of names", e);
        }
    }

    private static boolean flag(Config node) {
        return text(node)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new InvalidArgument(node.key() + " is neither true nor false");
                })
                .orElse(false);
    }

    private static Optional<Path> path(Config node) {
        return text(node).map(Path::of);
    }

    private static Optional<String> text(Config node) {
        if (node.exists() && !node.isLeaf()) {
            throw new InvalidArgument(node.key() + " is not a single value");
        }
        return node.asString().asOptional();
    }
}
