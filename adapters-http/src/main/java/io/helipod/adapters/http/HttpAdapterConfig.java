package io.helipod.adapters.http;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.Optional;

/**
 * What the HTTP adapter needs to be told.
 *
 * @param compatVersion the newest Docker API version served, such as 1.44
 * @param compatMinimum the oldest Docker API version served
 * @param libpodVersion the Libpod API version served; clients compare it
 * @param libpodMinimum the oldest Libpod API version served
 * @param corsOrigin the origin browsers may call from; absent: no CORS headers
 * @param detachKeys default key sequence that detaches from a terminal; empty for none
 * @param maxJsonBytes longest JSON body taken, in bytes
 */
public record HttpAdapterConfig(
        String compatVersion,
        String compatMinimum,
        String libpodVersion,
        String libpodMinimum,
        Optional<String> corsOrigin,
        String detachKeys,
        int maxJsonBytes) {
    /** What podman 5.8 announces. */
    public static final HttpAdapterConfig DEFAULT =
            new HttpAdapterConfig("1.44", "1.24", "5.8.2", "4.0.0", Optional.empty(), "ctrl-p,ctrl-q", 4 << 20);

    public HttpAdapterConfig {
        if (corsOrigin.isPresent() && corsOrigin.get().chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new InvalidArgument("the CORS origin holds a character that no header may hold");
        }
    }

    /** The same with CORS for one origin. */
    public HttpAdapterConfig withCors(Optional<String> origin) {
        return new HttpAdapterConfig(
                compatVersion, compatMinimum, libpodVersion, libpodMinimum, origin, detachKeys, maxJsonBytes);
    }
}
