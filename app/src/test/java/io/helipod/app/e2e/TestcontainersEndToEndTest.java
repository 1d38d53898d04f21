package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** What tests written with Testcontainers do, against the built service. There is no Ryuk, which would have to be pulled. */
@Timeout(180)
class TestcontainersEndToEndTest {
    private static final DockerImageName BUSYBOX = DockerImageName.parse("busybox:latest");
    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start();
        service.loadBusybox();
        ServiceStrategy.use(service);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static GenericContainer<?> busybox(String script) {
        return new GenericContainer<>(BUSYBOX).withCommand("sh", "-c", script);
    }

    @Test
    void aContainerIsReadyWhenItsLogSaysSo() {
        List<String> heard = new CopyOnWriteArrayList<>();
        String id;
        try (GenericContainer<?> container = busybox("sleep 1; echo warming; echo \"ready $A\"; exec sleep 100")
                .withNetworkMode("none")
                .withEnv("A", "now")
                .withLabel("for", "test")
                .withLogConsumer(frame -> heard.add(frame.getUtf8String()))
                .waitingFor(Wait.forLogMessage(".*ready now.*\\n", 1).withStartupTimeout(Duration.ofSeconds(60)))) {
            container.start();
            id = container.getContainerId();
            assertTrue(container.isRunning());
            assertEquals("warming\nready now\n", container.getLogs(OutputFrame.OutputType.STDOUT));
            assertEquals("", container.getLogs(OutputFrame.OutputType.STDERR));
            assertEquals(
                    "test", container.getContainerInfo().getConfig().getLabels().get("for"));
            assertTrue(heard.contains("ready now\n"), heard::toString);
            container.stop();
            assertFalse(container.isRunning());
        }
        service.docker("inspect", id).run().exits(1);
    }

    @Test
    void whatRunsOnceIsWaitedForAndItsFailureNoticed() {
        try (GenericContainer<?> once = busybox("echo done")
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(Duration.ofSeconds(60)))) {
            once.start();
            assertEquals("done\n", once.getLogs());
        }
        try (GenericContainer<?> failing = busybox("echo broken; exit 4")
                .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(Duration.ofSeconds(60)))) {
            assertThrows(ContainerLaunchException.class, failing::start);
        }
        assertEquals("", service.docker("ps", "-aq").run().ok().trimmed());
    }

    @Test
    void aContainerThatIsNeverReadyFails() {
        try (GenericContainer<?> silent = busybox("exec sleep 100")
                .waitingFor(Wait.forLogMessage(".*never.*", 1).withStartupTimeout(Duration.ofSeconds(3)))) {
            assertThrows(ContainerLaunchException.class, silent::start);
        }
        assertEquals("", service.docker("ps", "-aq").run().ok().trimmed());
    }

    @Test
    void commandsRunInAContainer() throws Exception {
        try (GenericContainer<?> container = busybox("sleep 1; touch /tmp/ready; exec sleep 100")
                .withEnv("A", "b")
                .waitingFor(
                        Wait.forSuccessfulCommand("test -e /tmp/ready").withStartupTimeout(Duration.ofSeconds(60)))) {
            container.start();
            ExecResult result = container.execInContainer("sh", "-c", "echo $A; echo err >&2; exit 3");
            assertEquals(3, result.getExitCode());
            assertEquals("b\n", result.getStdout());
            assertEquals("err\n", result.getStderr());
            assertEquals("0\n", container.execInContainer("id", "-u").getStdout());
        }
    }
}
