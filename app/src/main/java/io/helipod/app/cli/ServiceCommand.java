package io.helipod.app.cli;

import io.helipod.app.HelipodEngine;
import io.helipod.app.config.ServiceConfig;
import io.helipod.app.config.Settings;
import io.helipod.app.service.ServiceProcess;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;

/** {@code helipod system service}: serves until idle, SIGTERM or SIGINT, finishes what runs, and leaves with 0. */
final class ServiceCommand {
    private static final System.Logger LOGGER = System.getLogger(ServiceCommand.class.getName());

    private ServiceCommand() {}

    static void run(Settings settings) throws InterruptedException {
        ServiceConfig config = settings.service();
        CountDownLatch left = new CountDownLatch(1);
        ServiceProcess.loadAhead();
        HelipodEngine.Builder setup = HelipodEngine.builder().config(settings.engine());
        config.cors().ifPresent(setup::cors);
        try (HelipodEngine engine = setup.start();
                ServiceProcess service = ServiceProcess.start(config, engine::install)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> onSignal(service, left), "shutdown"));
            LOGGER.log(Level.INFO, "listening on {0}", service.address());
            service.await();
        } finally {
            left.countDown();
        }
        System.exit(0);
    }

    /** The JVM would leave with 143 after a signal; being asked to go is no failure. */
    private static void onSignal(ServiceProcess service, CountDownLatch left) {
        service.requestStop();
        try {
            left.await();
        } catch (InterruptedException e) {
            LOGGER.log(Level.WARNING, "interrupted while leaving", e);
        }
        Runtime.getRuntime().halt(0);
    }
}
