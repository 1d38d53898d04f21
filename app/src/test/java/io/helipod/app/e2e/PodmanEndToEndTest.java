package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What people do with podman's remote client, the distribution's and a newer one, against the built service. */
@ParameterizedClass
@ValueSource(strings = {"podman", "podman5"})
class PodmanEndToEndTest {
    private static final Set<String> LOADED = new HashSet<>();
    private static Service service;
    private final String client;

    PodmanEndToEndTest(String client) {
        this.client = client;
    }

    @BeforeAll
    static void start() {
        service = Service.start();
    }

    @BeforeEach
    void load() {
        Prerequisites.require(client);
        if (LOADED.add(client)) {
            podman("load", "-i", service.busyboxArchive().toString()).run().ok();
        }
    }

    @Test
    void theNewerClientIsOfFiveOrLater() {
        int release = Integer.parseInt(podman("version", "-f", "{{.Client.Version}}")
                .run()
                .ok()
                .trimmed()
                .split("\\.")[0]);
        assertTrue(client.equals("podman") || release >= 5, "release " + release);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void removeAll() {
        if (!Command.installed(client)) {
            return; // skipped
        }
        String ids = podman("ps", "-aq").run().ok().trimmed();
        if (!ids.isEmpty()) {
            podman("rm", "-f", "-t", "0").with(ids.split("\\s+")).run().ok();
        }
    }

    private Command podman(String... args) {
        return Command.of(client, "--remote", "--url", service.url()).with(args);
    }

    @Test
    void exitCodesAreThoseOfPodman() {
        podman("run", "--rm", "busybox", "true").run().exits(0);
        podman("run", "--rm", "busybox", "sh", "-c", "exit 3").run().exits(3);
        podman("run", "--rm", "busybox", "nosuch").run().exits(127);
        podman("run", "--rm", "busybox", "/etc").run().exits(126);
        podman("run", "--rm", "nosuch.example/image", "true").run().exits(125);
        assertEquals("", podman("ps", "-aq").run().ok().trimmed());
    }

    @Test
    void inputAndOutputPass() {
        assertEquals(
                "foo\n",
                podman("run", "-i", "--rm", "busybox", "cat")
                        .input("foo\n")
                        .run()
                        .ok()
                        .out());
    }

    @Test
    void aContainerLivesThroughItsStates() {
        podman(
                        "run",
                        "-d",
                        "--name",
                        "web",
                        "busybox",
                        "sh",
                        "-c",
                        "trap 'exit 5' TERM; echo up; while :; do sleep 0.1; done")
                .run()
                .ok();
        assertEquals("web", podman("ps", "--format", "{{.Names}}").run().ok().trimmed());
        podman("container", "exists", "web").run().exits(0);
        podman("container", "exists", "nosuch").run().exits(1);
        podman("rename", "web", "srv").run().ok();
        podman("stop", "srv").run().ok();
        assertEquals(
                "exited 5",
                podman("inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", "srv")
                        .run()
                        .ok()
                        .trimmed());
        assertEquals("up\n", podman("logs", "srv").run().ok().out());
        podman("start", "srv").run().ok();
        podman("kill", "srv").run().ok();
        assertEquals("137", podman("wait", "srv").run().ok().trimmed());
        podman("rm", "srv").run().ok();
    }

    @Test
    void imagesAndInfoAreShown() {
        assertTrue(
                podman("images", "--format", "{{.Repository}}").run().ok().out().contains("docker.io/library/busybox"));
        podman("image", "exists", "busybox").run().exits(0);
        podman("tag", "busybox", "other:1").run().ok();
        podman("image", "exists", "localhost/other:1").run().exits(0);
        podman("rmi", "other:1").run().ok();
        assertEquals(
                "overlay",
                podman("info", "-f", "{{.Store.GraphDriverName}}").run().ok().trimmed());
        podman("version").run().ok();
    }

    @Test
    void eventsTellWhatHappened() {
        podman("run", "--name", "seen", "busybox", "true").run().ok();
        List<String> told = podman(
                        "events",
                        "--since",
                        "1h",
                        "--stream=false",
                        "--filter",
                        "container=seen",
                        "--format",
                        "{{.Status}}")
                .run()
                .ok()
                .out()
                .lines()
                .toList();
        assertTrue(told.containsAll(List.of("create", "init", "start", "died")), told.toString());
    }

    @Test
    void aTerminalWorks() {
        Prerequisites.require("expect");
        String script = """
                set timeout 20
                set stty_init {rows 33 cols 77}
                spawn %s --remote --url %s run -it --name term busybox sh
                expect "# "
                send "stty size\\r"
                expect "33 77"
                send "exit 6\\r"
                expect eof
                lassign [wait] pid spawnid flag code
                exit $code
                """.formatted(client, service.url());
        Command.of("expect", "-c", script).run().exits(6);
    }
}
