package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people do with the docker command, against the built service. */
class DockerEndToEndTest {
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

    @AfterEach
    void removeAll() {
        String ids = docker("ps", "-aq").run().ok().trimmed();
        if (!ids.isEmpty()) {
            docker("rm", "-f").with(ids.split("\\s+")).run().ok();
        }
    }

    private static Command docker(String... args) {
        return service.docker(args);
    }

    private static String inspect(String name, String format) {
        return docker("inspect", "-f", format, name).run().ok().trimmed();
    }

    @Test
    void exitCodesAreThoseOfDocker() {
        docker("run", "--rm", "busybox", "true").run().exits(0);
        docker("run", "--rm", "busybox", "sh", "-c", "exit 3").run().exits(3);
        docker("run", "--rm", "busybox", "/nosuch").run().exits(127);
        docker("run", "--rm", "busybox", "nosuch").run().exits(127);
        docker("run", "--rm", "busybox", "/etc").run().exits(126);
        docker("run", "--rm", "nosuchimage", "true").run().exits(125);
        docker("run", "--rm", "--nosuchflag", "busybox", "true").run().exits(125);
        assertEquals("", docker("ps", "-aq").run().ok().trimmed());
    }

    @Test
    void outputAndErrorsComeOnTheirStreams() {
        Command.Result result = docker("run", "--rm", "busybox", "sh", "-c", "echo out; echo err >&2")
                .run()
                .ok();
        assertEquals("out\n", result.out());
        assertTrue(result.err().endsWith("err\n"), result.err());
    }

    @Test
    void inputReachesTheContainerAndItsEndToo() {
        assertEquals(
                "foo\n",
                docker("run", "-i", "--rm", "busybox", "cat")
                        .input("foo\n")
                        .run()
                        .ok()
                        .out());
    }

    @Test
    void aHundredMegabytesPassBothWaysUnharmed() {
        byte[] bytes = new byte[100 << 20];
        new Random(7).nextBytes(bytes);
        Command.Result result = docker("run", "-i", "--rm", "--log-driver", "none", "busybox", "cat")
                .input(bytes)
                .within(Duration.ofMinutes(3))
                .run()
                .ok();
        assertArrayEquals(bytes, result.rawOut());
    }

    @Test
    void theImageAndTheOptionsMakeTheProcess() throws IOException {
        Path dir = Files.createDirectory(service.dir().resolve("bind"));
        Files.writeString(dir.resolve("file"), "from the host");
        String script = "id -u; pwd; hostname; echo $A; cat /bind/file; echo; touch /x 2>/dev/null || echo ro;"
                + "grep -c ' /scratch tmpfs' /proc/mounts; ulimit -n; grep NoNewPrivs /proc/1/status;"
                + "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; true";
        List<String> lines = docker(
                        "run",
                        "--rm",
                        "-u",
                        "1000",
                        "-w",
                        "/work",
                        "-h",
                        "myhost",
                        "-e",
                        "A=b",
                        "-v",
                        dir + ":/bind:ro",
                        "--read-only",
                        "--tmpfs",
                        "/scratch",
                        "--ulimit",
                        "nofile=512:512",
                        "--security-opt",
                        "no-new-privileges",
                        "-m",
                        "64m",
                        "busybox",
                        "sh",
                        "-c",
                        script)
                .run()
                .ok()
                .out()
                .lines()
                .toList();
        assertEquals(
                List.of(
                        "1000",
                        "/work",
                        "myhost",
                        "b",
                        "from the host",
                        "ro",
                        "1",
                        "512",
                        "NoNewPrivs:\t1",
                        "67108864"),
                lines);
    }

    @Test
    void namespacesAreHostsWhereAskedFor() {
        assertEquals(
                "2\n1\n",
                docker("run", "--rm", "busybox", "sh", "-c", "ls -d /sys/class/net/lo /proc/1 | wc -l; echo $$")
                        .run()
                        .ok()
                        .out());
        String pid = docker("run", "--rm", "--pid", "host", "--network", "host", "busybox", "sh", "-c", "echo $$")
                .run()
                .ok()
                .trimmed();
        assertTrue(Integer.parseInt(pid) > 1);
    }

    @Test
    void aContainerLivesThroughItsStates() {
        String id = docker(
                        "run",
                        "-d",
                        "--name",
                        "web",
                        "busybox",
                        "sh",
                        "-c",
                        "trap 'exit 5' TERM; echo up; while :; do sleep 0.1; done")
                .run()
                .ok()
                .trimmed();
        assertEquals("running", inspect("web", "{{.State.Status}}"));
        assertEquals(id, inspect("web", "{{.Id}}"));
        docker("rename", "web", "srv").run().ok();
        docker("rm", "srv").run().exits(1);
        docker("stop", "srv").run().ok();
        assertEquals("exited 5", inspect("srv", "{{.State.Status}} {{.State.ExitCode}}"));
        docker("start", "srv").run().ok();
        docker("kill", "srv").run().ok();
        assertEquals("137", docker("wait", "srv").run().ok().trimmed());
        docker("start", "srv").run().ok();
        docker("restart", "-t", "1", "srv").run().ok();
        docker("rm", "-f", "srv").run().ok();
        docker("inspect", "srv").run().exits(1);
    }

    @Test
    void listsFilter() {
        docker("run", "-d", "--name", "one", "-l", "k=v", "busybox", "sleep", "100")
                .run()
                .ok();
        docker("create", "--name", "two", "busybox", "true").run().ok();
        assertEquals("one", docker("ps", "--format", "{{.Names}}").run().ok().trimmed());
        assertEquals(
                "two",
                docker("ps", "-a", "--filter", "status=created", "--format", "{{.Names}}")
                        .run()
                        .ok()
                        .trimmed());
        assertEquals(
                "one",
                docker("ps", "-a", "--filter", "label=k=v", "--format", "{{.Names}}")
                        .run()
                        .ok()
                        .trimmed());
        assertEquals(
                "two\none",
                docker("ps", "-a", "--filter", "name=o", "--format", "{{.Names}}")
                        .run()
                        .ok()
                        .trimmed());
        docker("ps", "--filter", "nosuch=x").run().exits(1);
        assertTrue(docker("ps", "-a").run().ok().out().contains("Up "));
    }

    @Test
    void logsAreKeptAndFollowed() throws Exception {
        docker(
                        "run",
                        "-d",
                        "--name",
                        "talk",
                        "busybox",
                        "sh",
                        "-c",
                        "for i in 1 2 3 4 5; do echo line $i; sleep 0.2; done; echo bad >&2")
                .run()
                .ok();
        Command.Result followed = docker("logs", "-f", "talk").run().ok();
        assertEquals("line 1\nline 2\nline 3\nline 4\nline 5\n", followed.out());
        assertEquals("bad\n", followed.err());
        assertEquals(
                "line 5\n", docker("logs", "--tail", "2", "talk").run().ok().out());
        String stamped = docker("logs", "-t", "--tail", "2", "talk").run().ok().out();
        assertTrue(stamped.matches("(?s)\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{9}\\S+ line 5\n"), stamped);
        assertEquals(
                "",
                docker("logs", "--since", "1h", "--until", "30m", "talk")
                        .run()
                        .ok()
                        .out());
    }

    @Test
    void attachSeesWhatARunningContainerSays() throws Exception {
        docker("run", "-d", "-i", "--name", "echo", "busybox", "cat").run().ok();
        Process attached = docker("attach", "echo").start();
        try (OutputStream in = attached.getOutputStream()) {
            in.write("hello\n".getBytes(StandardCharsets.UTF_8));
            in.flush();
            byte[] heard = attached.getInputStream().readNBytes(6);
            assertEquals("hello\n", new String(heard, StandardCharsets.UTF_8));
        }
        docker("rm", "-f", "echo").run().ok();
        assertTrue(attached.waitFor(10, TimeUnit.SECONDS));
    }

    @Test
    void aTerminalHasASizeAndLetsGo() {
        Prerequisites.require("expect");
        String script = """
                set timeout 20
                set stty_init {rows 33 cols 77}
                spawn docker -H %s run -it --name term busybox sh
                expect "# "
                send "stty size\\r"
                expect "33 77"
                send "sleep 100\\r"
                send "\\x03"
                expect "# "
                send "\\x10\\x11"
                expect eof
                """.formatted(service.url());
        Command.of("expect", "-c", script).run().ok();
        assertEquals("running", inspect("term", "{{.State.Status}}"));
    }

    @Test
    void eventsTellWhatHappened() {
        docker("run", "--name", "seen", "busybox", "sh", "-c", "exit 4").run().exits(4);
        docker("rm", "seen").run().ok();
        String told = docker(
                        "events",
                        "--since",
                        "1h",
                        "--until=-2s",
                        "--filter",
                        "container=seen",
                        "--format",
                        "{{.Action}}")
                .run()
                .ok()
                .out();
        List<String> actions = told.lines().toList();
        assertTrue(
                actions.indexOf("create") < actions.indexOf("start")
                        && actions.indexOf("start") < actions.indexOf("die")
                        && actions.contains("create"),
                told);
        assertTrue(actions.contains("destroy") || actions.contains("remove"), told);
    }

    @Test
    void imagesAreListedTaggedAndRemoved() throws IOException {
        docker("tag", "busybox", "other:1").run().ok();
        assertTrue(docker("images", "--format", "{{.Repository}}:{{.Tag}}")
                .run()
                .ok()
                .out()
                .contains("other:1"));
        docker("rmi", "other:1").run().ok();
        assertFalse(docker("images", "--format", "{{.Repository}}:{{.Tag}}")
                .run()
                .ok()
                .out()
                .contains("other:1"));
        docker("create", "--name", "user", "busybox").run().ok();
        docker("rmi", "busybox").run().exits(1);
        Path rootfs = Files.createDirectories(service.dir().resolve("rootfs/bin"));
        Files.copy(
                Path.of("/bin/busybox"), rootfs.resolve("busybox"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        rootfs.resolve("busybox").toFile().setExecutable(true);
        byte[] tar = Command.of("tar", "-C", rootfs.getParent().toString(), "-c", ".")
                .run()
                .ok()
                .rawOut();
        docker("import", "-c", "CMD [\"/bin/busybox\",\"echo\",\"imported\"]", "-", "made:1")
                .input(tar)
                .run()
                .ok();
        assertEquals("imported\n", docker("run", "--rm", "made:1").run().ok().out());
        docker("rmi", "made:1").run().ok();
        docker("pull", "nosuch.example/x").run().exits(1);
    }

    @Test
    void pingIsAnsweredWhileTwoArchivesLoad() throws Exception {
        Path big = service.dir().resolve("big.tar");
        Path rootfs = Files.createDirectories(service.dir().resolve("bigroot"));
        byte[] noise = new byte[64 << 20];
        new Random(3).nextBytes(noise);
        Files.write(rootfs.resolve("noise"), noise);
        Command.of("tar", "-C", rootfs.toString(), "-cf", big.toString(), ".")
                .run()
                .ok();
        Process one = docker("import", big.toString(), "big:1").start();
        Process two = docker("import", big.toString(), "big:2").start();
        long slowest = 0;
        while (one.isAlive() || two.isAlive()) {
            long begin = System.nanoTime();
            assertTrue(service.exchange("GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n")
                    .endsWith("OK"));
            slowest = Math.max(slowest, System.nanoTime() - begin);
        }
        assertEquals(0, one.waitFor());
        assertEquals(0, two.waitFor());
        assertTrue(slowest < TimeUnit.SECONDS.toNanos(5), "a ping took " + slowest / 1_000_000 + " ms");
        docker("rmi", "big:1", "big:2").run().ok();
    }
}
