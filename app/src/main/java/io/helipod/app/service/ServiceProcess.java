package io.helipod.app.service;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helipod.app.config.ListenAddress;
import io.helipod.app.config.ServiceConfig;
import io.helipod.core.error.EngineException.Unavailable;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * The API on its listener until it is idle or told to stop (behaviour.md 28). {@link #start} binds, {@link #await} waits for
 * the reason to leave, {@link #close} stops accepting, lets running requests finish for a while and removes the socket;
 * {@link #requestStop} may come from any thread, any number of times.
 */
public final class ServiceProcess implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(ServiceProcess.class.getName());
    /** How long running requests may go on after a stop, where no idle time says otherwise; as the reference. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration LONGEST_GRACE = Duration.ofSeconds(10);
    /** The reference never ends an idle keep-alive connection with {@code --time 0}; we keep no descriptor for ever. */
    private static final Duration LONGEST_IDLE_CONNECTION = Duration.ofHours(1);

    private static final Duration MOST_BETWEEN_LOOKS = Duration.ofMinutes(2);

    private final CountDownLatch stop;
    private final ListenAddress address;
    private final Teardown resources;

    private ServiceProcess(CountDownLatch stop, ListenAddress address, Teardown resources) {
        this.stop = stop;
        this.address = address;
        this.resources = resources;
    }

    /**
     * Begins to load what a server needs, in a thread of its own: Helidon's registry of services takes about as long as an engine takes
     * to open its folders, and neither needs the other. {@link #start} is right without it.
     */
    public static void loadAhead() {
        Thread.ofPlatform().daemon().name("helipod-load-ahead").start(HttpRouting::builder);
    }

    /** Binds and begins to serve; what was opened is closed again when it fails. */
    public static ServiceProcess start(ServiceConfig config, ServedApi api) {
        CountDownLatch stop = new CountDownLatch(1);
        Teardown teardown = new Teardown();
        try {
            Optional<IdleTimer> idle = config.idle().isZero()
                    ? Optional.empty()
                    : Optional.of(teardown.add(new IdleTimer(config.idle(), () -> {
                        LOGGER.log(
                                Level.INFO,
                                "no connection for {0} s, leaving",
                                config.idle().toSeconds());
                        stop.countDown();
                    })));
            WebServerConfig.Builder server = listener(config);
            api.install(server, () -> idle.ifPresent(IdleTimer::active), () -> idle.ifPresent(IdleTimer::closed));
            ListenAddress bound = switch (config.address()) {
                case ListenAddress.Unix unix -> {
                    SocketFile file = teardown.add(SocketFile.prepare(unix.path()));
                    start(server.bindAddress(file.bindAddress()), unix, teardown);
                    file.publish(config.socketGroup());
                    yield unix;
                }
                case ListenAddress.Tcp tcp -> {
                    LOGGER.log(Level.WARNING, "{0}: plain TCP has no authentication; whoever reaches it is root", tcp);
                    WebServer running = start(server.bindAddress(tcp.address()), tcp, teardown);
                    yield new ListenAddress.Tcp(
                            new InetSocketAddress(tcp.address().getAddress(), running.port()));
                }
            };
            config.profile().ifPresent(where -> teardown.add(stopping(ProfileEndpoint.start(where))));
            idle.ifPresent(IdleTimer::start);
            return new ServiceProcess(stop, bound, teardown);
        } catch (RuntimeException e) {
            teardown.close();
            throw e;
        }
    }

    /** Where it listens; with the port that the kernel chose. */
    public ListenAddress address() {
        return address;
    }

    /** Waits until it is idle or asked to stop. */
    public void await() throws InterruptedException {
        stop.await();
    }

    /** Ends {@link #await}. */
    public void requestStop() {
        stop.countDown();
    }

    @Override
    public void close() {
        stop.countDown();
        resources.close();
    }

    private static WebServerConfig.Builder listener(ServiceConfig config) {
        Duration idleConnection = config.idle().multipliedBy(2);
        boolean unbounded = idleConnection.isZero() || idleConnection.compareTo(LONGEST_IDLE_CONNECTION) > 0;
        Duration grace = config.idle().isZero() ? GRACE : config.idle();
        return WebServer.builder()
                .shutdownHook(false)
                .shutdownGracePeriod(grace.compareTo(LONGEST_GRACE) > 0 ? LONGEST_GRACE : grace)
                .maxTcpConnections(OpenFileLimit.connections())
                .idleConnectionTimeout(unbounded ? LONGEST_IDLE_CONNECTION : idleConnection)
                .idleConnectionPeriod(lookFor(unbounded ? LONGEST_IDLE_CONNECTION : idleConnection))
                .protocolsDiscoverServices(false)
                .featuresDiscoverServices(false);
    }

    /** How often to look for connections that were idle so long: an idle one keeps the service from leaving. */
    private static Duration lookFor(Duration idle) {
        Duration period = idle.dividedBy(4);
        return period.compareTo(MOST_BETWEEN_LOOKS) > 0 ? MOST_BETWEEN_LOOKS : period;
    }

    private static WebServer start(WebServerConfig.Builder config, ListenAddress address, Teardown teardown) {
        WebServer server = config.build().start();
        // a bind that fails is only logged by Helidon
        if (!server.isRunning()) {
            throw new Unavailable("cannot listen on " + address);
        }
        teardown.add(stopping(server));
        return server;
    }

    private static Closing stopping(WebServer server) {
        return server::stop;
    }
}
