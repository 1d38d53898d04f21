package io.helipod.app.feature;

import io.helidon.config.Config;
import io.helidon.webserver.spi.ProtocolConfigProvider;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.List;

/** Found by Helidon for every listener that discovers its protocols. */
public final class HelipodProtocolProvider implements ProtocolConfigProvider<HelipodProtocol> {
    @Override
    public String configKey() {
        return HelipodProtocol.TYPE;
    }

    @Override
    public HelipodProtocol create(Config config, String name) {
        for (Config child : config.asNodeList().orElse(List.of())) {
            if (!child.name().equals("enabled")) {
                throw new InvalidArgument(child.key() + " is not a known setting");
            }
        }
        return new HelipodProtocol(name);
    }
}
