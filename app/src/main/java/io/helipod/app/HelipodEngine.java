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
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running engine in a program of one's own: owns its root and run root until closed; containers go on when it closes or the program
 * is killed, and the next engine on these folders adopts them. Thread-safe.
 *
 * <p>Call {@link #api} without any network, or serve the REST API in a Helidon application: {@link #httpFeature} in the routing and
 * {@link #connectionSelector} on the same listener. Whoever reaches that listener is root on this machine: a unix socket keeps
 * it to those who may write to its file. An application built from configuration needs neither: with {@code
 * server.features.helipod} in it, an engine starts and stops with the server (see {@link io.helipod.app}).
 */
public final class HelipodEngine implements AutoCloseable {
    private final StorageAdapters storage;
    private final OciAdapters oci;
    private final EngineCore core;
    private final HttpAdapterConfig http;
    private final AtomicBoolean closed = new AtomicBoolean();

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

    /**
     * The REST API as a guest in an application's routing, at its root. The application's own routes win, in whatever order both are
     * registered; a request whose path and method the API does not serve is passed on untouched, so that it ends in the application's
     * own 404. What the API serves it answers to the end, failures included, whatever media support and error handlers the application
     * has.
     */
    public HttpFeature httpFeature() {
        return EngineHttpFeature.guest(core.api(), http);
    }

    /**
     * What the listener that serves {@link #httpFeature} needs: attach takes connections over, and streams show their head before
     * their first byte. Other protocols of the listener and its HTTP/1 settings stay, except that HTTP/1 requests may have 64 KiB of
     * request line and 1 MiB of headers, and that Helidon's checks of their target and their Host are off: clients of this API send what
     * fails them.
     */
    public ServerConnectionSelector connectionSelector() {
        return HijackSelector.create();
    }

    /**
     * Puts the API, and nothing else, on a listener whose connections are counted: what it does not serve it refuses in its own words.
     *
     * @param active runs when a connection sends its first byte
     * @param closed runs when such a connection has ended, one that was taken over included
     */
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
                .routing(routing -> routing.addFeature(EngineHttpFeature.create(core.api(), http)));
    }

    /** Lets the folders go; containers stay. The ports must not be used any more. A second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            core.close();
        } finally {
            try {
                oci.close();
            } finally {
                storage.close();
            }
        }
    }

    /**
     * Sets an engine up; what is not said is as {@link EngineConfig#defaults} has it. Reads neither environment nor containers.conf.
     * Not thread-safe.
     */
    public static final class Builder {
        private EngineConfig config = EngineConfig.defaults();
        private Optional<Path> root = Optional.empty();
        private Optional<Path> runRoot = Optional.empty();
        private HttpAdapterConfig http = HttpAdapterConfig.DEFAULT;

        private Builder() {}

        /** Everything that is not said otherwise here: the runtime, what containers get by default, where short names are looked for. */
        public Builder config(EngineConfig engine) {
            this.config = engine;
            return this;
        }

        /** What containers get that do not say. */
        public Builder containers(EngineConfig.Defaults defaults) {
            this.config = config.withContainers(defaults);
            return this;
        }

        /** Absolute folder of what lasts: images, layers, records. Made when missing; one engine at a time owns it. */
        public Builder root(Path folder) {
            this.root = Optional.of(folder);
            return this;
        }

        /** Absolute folder of what vanishes at reboot. Made when missing; one engine at a time owns it. */
        public Builder runRoot(Path folder) {
            this.runRoot = Optional.of(folder);
            return this;
        }

        /** The origin browsers may call the REST API from. */
        public Builder cors(String origin) {
            this.http = http.withCors(Optional.of(origin));
            return this;
        }

        /**
         * Takes the folders, finds the runtime, and brings the records in line with what really runs.
         *
         * @throws io.helipod.core.error.EngineException.InvalidArgument when the folders cannot be meant
         * @throws io.helipod.core.error.EngineException.Unavailable when another engine owns the folders or no runtime works
         */
        public HelipodEngine start() {
            EngineConfig engine = config.withStorage(
                    root.orElse(config.storage().root()),
                    runRoot.orElse(config.storage().runRoot()));
            StorageAdapters storage = StorageAdapters.open(
                    StorageConfig.of(engine.storage().root(), engine.storage().runRoot()));
            boolean started = false;
            try {
                OciAdapters oci = OciAdapters.open(OciWiring.config(engine));
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
                            oci.registry(),
                            oci.shortNames(),
                            InstantSource.system(),
                            IdGenerator.random());
                    EngineCore core = EngineCore.assemble(
                            ports,
                            CoreWiring.config(
                                    engine,
                                    version(),
                                    System.getProperty("os.arch", ""),
                                    Runtime.getRuntime().availableProcessors()));
                    HelipodEngine running = new HelipodEngine(storage, oci, core, http);
                    started = true;
                    return running;
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
