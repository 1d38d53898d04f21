package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Containers, exit codes and logs outlive the service, whatever ends it. */
class SurvivalEndToEndTest {
    private Service service;

    @BeforeEach
    void start() {
        service = Service.start();
        service.loadBusybox();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private String inspect(String name, String format) {
        return service.docker("inspect", "-f", format, name).run().ok().trimmed();
    }

    @Test
    void afterAKillEverythingIsFoundAgain() throws Exception {
        service.docker("run", "-d", "-i", "--name", "cat", "busybox", "cat")
                .run()
                .ok();
        service.docker("run", "-d", "--name", "short", "busybox", "sh", "-c", "sleep 1; echo last words; exit 7")
                .run()
                .ok();
        service.docker("run", "-d", "--rm", "--name", "gone", "busybox", "sh", "-c", "sleep 1")
                .run()
                .ok();
        service.docker("create", "--name", "never", "busybox", "true").run().ok();
        String pid = inspect("cat", "{{.State.Pid}}");
        service.kill();
        Thread.sleep(1500);
        service.startAgain();
        assertEquals("running " + pid, inspect("cat", "{{.State.Status}} {{.State.Pid}}"));
        assertEquals("exited 7", inspect("short", "{{.State.Status}} {{.State.ExitCode}}"));
        assertEquals("last words\n", service.docker("logs", "short").run().ok().out());
        assertEquals("created", inspect("never", "{{.State.Status}}"));
        service.docker("inspect", "gone").run().exits(1);
        Process attached = service.docker("attach", "cat").start();
        try (OutputStream in = attached.getOutputStream()) {
            in.write("still here\n".getBytes(StandardCharsets.UTF_8));
            in.flush();
            assertEquals("still here\n", new String(attached.getInputStream().readNBytes(11), StandardCharsets.UTF_8));
        }
        service.docker("kill", "cat").run().ok();
        assertEquals("137", service.docker("wait", "cat").run().ok().trimmed());
        service.docker("start", "never").run().ok();
    }

    @Test
    void sigtermEndsTheServiceAndNothingElse() {
        service.docker("run", "-d", "--name", "on", "busybox", "sleep", "100")
                .run()
                .ok();
        assertEquals(0, service.stop());
        assertTrue(Files.notExists(service.socket()));
        service.startAgain();
        assertEquals("running", inspect("on", "{{.State.Status}}"));
    }

    @Test
    void afterARebootWhatRanIsExitedAndEverythingStartsAgain() throws Exception {
        service.docker("run", "-d", "--name", "ran", "busybox", "sh", "-c", "echo before; exec busybox sleep 1000")
                .run()
                .ok();
        service.docker("run", "-d", "--rm", "--name", "gone", "busybox", "busybox", "sleep", "1000")
                .run()
                .ok();
        service.docker("run", "--name", "done", "busybox", "sh", "-c", "exit 3")
                .run()
                .exits(3);
        service.docker("create", "--name", "never", "busybox", "busybox", "sleep", "1000")
                .run()
                .ok();
        List<Long> pids = List.of(
                Long.parseLong(inspect("ran", "{{.State.Pid}}")), Long.parseLong(inspect("gone", "{{.State.Pid}}")));
        String doomed = inspect("gone", "{{.GraphDriver.Data.UpperDir}}");
        List<String> ids = service.docker("ps", "-aq", "--no-trunc")
                .run()
                .ok()
                .out()
                .lines()
                .toList();
        service.stop();
        Reboot.of(service, pids, ids);
        service.startAgain();
        assertEquals("exited", inspect("ran", "{{.State.Status}}"));
        assertTrue(!inspect("ran", "{{.State.ExitCode}}").equals("0"), "nobody knows how it ended");
        assertEquals("before\n", service.docker("logs", "ran").run().ok().out());
        assertEquals("exited 3", inspect("done", "{{.State.Status}} {{.State.ExitCode}}"));
        assertEquals("created", inspect("never", "{{.State.Status}}"));
        service.docker("inspect", "gone").run().exits(1);
        assertTrue(Files.notExists(Path.of(doomed)), "files of a container that is gone");
        assertEquals(List.of(), Reboot.mounts(service));
        for (String name : List.of("ran", "never")) {
            service.docker("start", name).run().ok();
            assertEquals("running", inspect(name, "{{.State.Status}}"));
        }
        service.docker("start", "-a", "done").run().exits(3);
    }
}
