package io.helipod.app;

import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.helipod.adapters.http.ConnectionObserver;
import io.helipod.adapters.http.EarlyErrors;
import io.helipod.adapters.http.EngineHttpFeature;
import io.helipod.adapters.http.HijackSelector;
import io.helipod.adapters.http.HttpAdapterConfig;
import io.helipod.adapters.oci.OciAdapters;
import io.helipod.adapters.storage.StorageAdapters;
import io.helipod.adapters.storage.StorageConfig;
import io.helipod.core.DrivenPorts;
import io.helipod.core.EngineApi;
import io.helipod.core.EngineCore;
import io.helipod.core.id.IdGenerator;
import io.helipod.core.system.EngineVersion;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A running engine: owns its root and run root until closed; containers go on when it closes. Thread-safe.
 *
 * <p>Serve it in a Helidon application by {@link #httpFeature} in the routing and {@link #connectionSelector} on the same
 * listener, or call {@link #api} without any network.
 */
public final class HelipodEngine implements AutoCloseable {
    private final StorageAdapters storage;
    private final OciAdapters oci;
    private final EngineCore core;
    private final HttpAdapterConfig http;

    private HelipodEngine(StorageAdapters storage, OciAdapters oci, EngineCore core, HttpAdapterConfig http) {
        this.storage = storage;
        this.oci = oci;
        this.core = core;
        this.http = http;
    }

    /** An engine to be set up. */
    public static Builder builder() {
        return new Builder();
    }

    /** The release of this build and of the API it answers. */
    public static EngineVersion version() {
        return BuildInfo.version();
    }

    /** Every driving port. */
    public EngineApi api() {
        return core.api();
    }

    /** The REST API. */
    public HttpFeature httpFeature() {
        return EngineHttpFeature.create(core.api(), http);
    }

    /** What attach needs on the listener that serves {@link #httpFeature}. */
    public ServerConnectionSelector connectionSelector() {
        return HijackSelector.create();
    }

    /** Puts the API on a listener whose connections are counted. */
    public void install(ListenerConfig.BuilderBase<?, ?> listener, Runnable active, Runnable closed) {
        EarlyErrors.install(listener);
        listener.addConnectionSelector(HijackSelector.create(new ConnectionObserver() {
                    @Override
                    public void active() {
                        active.run();
                    }

                    @Override
                    public void closed() {
                        closed.run();
                    }
                }))
                .routing(routing -> routing.addFeature(httpFeature()));
    }

    @Override
    public void close() {
        core.close();
        oci.close();
        storage.close();
    }

    /** Sets an engine up; not thread-safe. */
    public static final class Builder {
        private EngineConfig config = EngineConfig.defaults();
        private Optional<String> cors = Optional.empty();

        private Builder() {}

        /** Where it keeps what, and what containers get by default. */
        public Builder config(EngineConfig engine) {
            this.config = engine;
            return this;
        }

        /** The origin browsers may call from. */
        public Builder cors(Optional<String> origin) {
            this.cors = origin;
            return this;
        }

        /**
         * Takes the folders, finds the runtime, and brings the records in line with what really runs.
         *
         * @throws io.helipod.core.error.EngineException.Unavailable when another engine owns the folders or no runtime works
         */
        public HelipodEngine start() {
            StorageAdapters storage = StorageAdapters.open(
                    StorageConfig.of(config.storage().root(), config.storage().runRoot()));
            boolean started = false;
            try {
                OciAdapters oci = OciAdapters.open(OciWiring.config(config));
                try {
                    DrivenPorts ports = new DrivenPorts(
                            storage.records(),
                            storage.containers(),
                            storage.execs(),
                            storage.images(),
                            storage.eventLog(),
                            storage.content(),
                            storage.layers(),
                            oci.runtime(),
                            oci.console(),
                            oci.execs(),
                            oci.logs(),
                            oci.host(),
                            oci.codec(),
                            oci.archives(),
                            InstantSource.system(),
                            IdGenerator.random());
                    EngineCore core = EngineCore.assemble(
                            ports,
                            CoreWiring.config(
                                    config,
                                    version(),
                                    System.getProperty("os.arch", ""),
                                    Runtime.getRuntime().availableProcessors()));
                    HelipodEngine engine =
                            new HelipodEngine(storage, oci, core, HttpAdapterConfig.DEFAULT.withCors(cors));
                    started = true;
                    return engine;
                } finally {
                    if (!started) {
                        oci.close();
                    }
                }
            } finally {
                if (!started) {
                    storage.close();
                }
            }
        }
    }
}
