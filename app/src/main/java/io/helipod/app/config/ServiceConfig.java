package io.helipod.app.config;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How the process serves (behaviour.md 28).
 *
 * @param address where to listen
 * @param idle leave after this long without connections; zero: never
 * @param cors value of Access-Control-Allow-Origin
 * @param profile where thread dumps and recordings are served; loopback
 * @param socketGroup group that may use the socket besides its owner
 * @param insecureTcp whether plain TCP may leave loopback: it gives root away
 */
public record ServiceConfig(
        ListenAddress address,
        Duration idle,
        Optional<String> cors,
        Optional<InetSocketAddress> profile,
        Optional<String> socketGroup,
        boolean insecureTcp) {
    public ServiceConfig {
        if (idle.isNegative()) {
            throw new InvalidArgument("--time is negative");
        }
        if (address instanceof ListenAddress.Tcp tcp && !tcp.loopback() && !insecureTcp) {
            throw new InvalidArgument(tcp + " is not a loopback address, and plain TCP gives root to whoever reaches it"
                    + " (--allow-insecure-tcp if that is meant)");
        }
        if (profile.isPresent()
                && (profile.get().isUnresolved() || !profile.get().getAddress().isLoopbackAddress())) {
            throw new InvalidArgument("--profile-address " + profile.get() + " is not a loopback address");
        }
        if (cors.isPresent() && cors.get().chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new InvalidArgument("--cors holds a character that no header may hold");
        }
    }
}
