package io.helipod.app.feature;

import io.helidon.common.Weighted;
import io.helidon.webserver.ProtocolConfigs;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.helidon.webserver.spi.ServerConnectionSelectorProvider;
import io.helipod.adapters.http.HijackSelector;

/** Asked by a listener on which {@link HelipodProtocol} is in use; comes before Helidon's own HTTP/1, which it wraps. */
public final class HelipodSelectorProvider implements ServerConnectionSelectorProvider<HelipodProtocol>, Weighted {
    @Override
    public Class<HelipodProtocol> protocolConfigType() {
        return HelipodProtocol.class;
    }

    @Override
    public String protocolType() {
        return HelipodProtocol.TYPE;
    }

    @Override
    public ServerConnectionSelector create(String listener, HelipodProtocol config, ProtocolConfigs configs) {
        return HijackSelector.create();
    }

    @Override
    public double weight() {
        return DEFAULT_WEIGHT + 1;
    }
}
