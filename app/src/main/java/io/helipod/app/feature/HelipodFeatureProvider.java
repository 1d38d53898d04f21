package io.helipod.app.feature;

import io.helidon.config.Config;
import io.helidon.webserver.spi.ServerFeatureProvider;

/** Found by Helidon whenever a server is built from configuration. */
public final class HelipodFeatureProvider implements ServerFeatureProvider<HelipodServerFeature> {
    @Override
    public String configKey() {
        return HelipodServerFeature.TYPE;
    }

    /** Helidon asks also when nothing is configured: then nothing is served. */
    @Override
    public HelipodServerFeature create(Config config, String name) {
        return config.exists()
                ? HelipodServerFeature.serving(name, FeatureSettings.of(config))
                : HelipodServerFeature.absent(name);
    }
}
