package io.helipod.app.feature;

import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.spi.ProtocolConfig;
import io.helipod.adapters.http.HijackSelector;
import io.helipod.core.error.EngineException.InvalidArgument;

/**
 * How the connection selector gets on a listener that is built from configuration: a server feature cannot add one, but what serves
 * a listener's protocols is looked up after all features are set up. Every listener finds this protocol; it says its type, by which
 * it is looked up, only where the engine is served. Elsewhere it is as if it were not there.
 */
public final class HelipodProtocol implements ProtocolConfig {
    static final String TYPE = "helipod";
    private static final String UNUSED = "helipod-unused";

    private final String name;
    private volatile boolean used;

    HelipodProtocol(String name) {
        this.name = name;
    }

    /** Has a listener's connections taken by the selector. */
    static void use(ListenerConfig listener, String socket) {
        if (listener.connectionSelectors().stream().anyMatch(HijackSelector.class::isInstance)) {
            return;
        }
        listener.protocols().stream()
                .filter(HelipodProtocol.class::isInstance)
                .map(HelipodProtocol.class::cast)
                .findFirst()
                .orElseThrow(() -> new InvalidArgument("listener " + socket
                        + " discovers no protocols; it needs protocols.helipod, or the engine's connection selector"))
                .used = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String type() {
        return used ? TYPE : UNUSED;
    }
}
