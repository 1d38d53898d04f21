package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exec, pause and unpause with docker's and podman's clients, also across a kill of the service. */
class ExecEndToEndTest {
    private static Service service;

    @BeforeAll
    static void start() {
        service = Service.start();
        service.loadBusybox();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void runContainer() {
        docker("run", "-d", "--name", "one", "busybox", "sleep", "1000").run().ok();
    }

    @AfterEach
    void removeContainer() {
        docker("rm", "-f", "one").run().ok();
    }

    private static Command docker(String... args) {
        return service.docker(args);
    }

    private static Command podman(String... args) {
        return service.podman(args);
    }

    private static String status() {
        return docker("inspect", "-f", "{{.State.Status}}", "one").run().ok().trimmed();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain");
            Thread.sleep(50);
        }
    }

    @Test
    void outputErrorsAndCodesAreThoseOfTheProcess() {
        for (Command exec : List.of(docker("exec", "one"), podman("exec", "one"))) {
            Command.Result result = exec.with("sh", "-c", "echo out; echo err >&2; exit 7")
                    .run()
                    .exits(7);
            assertEquals("out\n", result.out());
            assertTrue(result.err().startsWith("err\n"), result.err());
            exec.with("nosuch").run().exits(127);
            exec.with("/etc").run().exits(126);
        }
        docker("exec", "nobody", "true").run().exits(1);
    }

    @Test
    void inputAndItsEndReachTheProcess() {
        byte[] many = "0123456789abcdef".repeat(1 << 16).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (Command exec : List.of(docker("exec", "-i", "one", "wc", "-c"), podman("exec", "-i", "one", "wc", "-c"))) {
            assertEquals(many.length + "", exec.input(many).run().ok().trimmed());
        }
        assertEquals("", docker("exec", "one", "cat").input("unread").run().ok().out());
    }

    @Test
    void userFolderAndEnvironmentAreAsAskedFor() {
        assertEquals(
                "1000\n/tmp\nb\n",
                docker("exec", "-u", "1000", "-w", "/tmp", "-e", "A=b", "one", "sh", "-c", "id -u; pwd; echo $A")
                        .run()
                        .ok()
                        .out());
        Command.Result unknown =
                docker("exec", "-u", "nosuch", "one", "true").run().exits(125);
        assertTrue(unknown.err().contains("unable to find user nosuch"), unknown.err());
    }

    @Test
    void aDetachedSessionRunsOnByItself() throws Exception {
        docker("exec", "-d", "one", "touch", "/tmp/docker").run().ok();
        podman("exec", "-d", "one", "touch", "/tmp/podman").run().ok();
        await(() ->
                docker("exec", "one", "ls", "/tmp/docker", "/tmp/podman").run().code() == 0);
    }

    @Test
    void aTerminalHasASizeAndLetsGo() {
        Prerequisites.require("expect");
        String script = """
                set timeout 20
                set stty_init {rows 33 cols 77}
                spawn docker -H %1$s exec -it one sh
                expect "# "
                send "stty size; echo \\$TERM\\r"
                expect "33 77"
                expect "xterm"
                send "sleep 100\\r"
                sleep 0.5
                send "\\x03"
                expect "# "
                send "\\x10"
                sleep 0.3
                send "\\x11"
                expect eof
                spawn podman --remote --url %1$s exec -it one sh -c {until stty size 2>/dev/null; do sleep 0.1; done; exit 5}
                expect "33 77"
                expect eof
                lassign [wait] pid spawnid os code
                exit $code
                """.formatted(service.url());
        Command.of("expect", "-c", script).run().exits(5);
        assertTrue(docker("exec", "one", "ps").run().ok().out().contains(" sh\n"), "the detached shell is gone");
    }

    @Test
    void pauseFreezesUntilUnpause() {
        for (Command client : List.of(docker(), podman())) {
            client.with("pause", "one").run().ok();
            assertEquals("paused", status());
            assertFalse(client.with("exec", "one", "true").run().code() == 0);
            assertFalse(client.with("pause", "one").run().code() == 0);
            client.with("unpause", "one").run().ok();
            assertEquals("running", status());
            client.with("exec", "one", "true").run().ok();
        }
        docker("pause", "one").run().ok();
        docker("stop", "-t", "0", "one").run().ok();
        assertEquals("exited", status());
        docker("start", "one").run().ok();
        docker("pause", "one").run().ok();
    }

    @Test
    void sessionsAndPausesOutliveTheService() throws Exception {
        Process waiting = docker("exec", "one", "sleep", "1000").start();
        await(() -> docker("exec", "one", "ps")
                        .run()
                        .ok()
                        .out()
                        .lines()
                        .filter(line -> line.endsWith("sleep 1000"))
                        .count()
                == 2);
        service.kill();
        assertTrue(waiting.waitFor(20, TimeUnit.SECONDS));
        service.startAgain();
        JsonNode session = runningSession();
        assertTrue(ProcessHandle.of(session.path("Pid").asLong()).orElseThrow().destroy());
        String inspect = "/exec/" + session.path("ID").asText() + "/json";
        await(() -> new Api(service)
                        .get(inspect)
                        .expect(200)
                        .json()
                        .path("ExitCode")
                        .asInt()
                == 143);
        docker("pause", "one").run().ok();
        service.kill();
        service.startAgain();
        assertEquals("paused", status());
        docker("unpause", "one").run().ok();
    }

    private static JsonNode runningSession() {
        for (JsonNode id :
                new Api(service).get("/containers/one/json").expect(200).json().path("ExecIDs")) {
            JsonNode session = new Api(service)
                    .get("/exec/" + id.asText() + "/json")
                    .expect(200)
                    .json();
            if (session.path("Running").asBoolean()) {
                return session;
            }
        }
        throw new AssertionError("no session runs");
    }

    @Test
    void initMakesAContainerThatStartsLater() {
        podman("create", "--name", "later", "busybox", "true").run().ok();
        try {
            podman("init", "later").run().ok();
            assertEquals(
                    "initialized",
                    podman("inspect", "-f", "{{.State.Status}}", "later")
                            .run()
                            .ok()
                            .trimmed());
            podman("start", "later").run().ok();
            assertEquals(
                    "0",
                    podman("wait", "later")
                            .within(Duration.ofSeconds(20))
                            .run()
                            .ok()
                            .trimmed());
        } finally {
            podman("rm", "-f", "-t", "0", "later").run().ok();
        }
    }
}
