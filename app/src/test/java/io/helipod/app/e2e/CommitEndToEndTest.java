package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images made of containers, with docker's client and both of podman's. */
class CommitEndToEndTest {
    private static Service service;
    private static Api api;

    @BeforeAll
    static void start() {
        service = Service.start();
        service.loadBusybox();
        api = new Api(service);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void removeAll() {
        String ids = service.docker("ps", "-aq").run().ok().trimmed();
        if (!ids.isEmpty()) {
            service.docker("rm", "-f").with(ids.split("\\s+")).run().ok();
        }
        for (String name : service.docker("images", "--format", "{{.Repository}}:{{.Tag}}")
                .run()
                .ok()
                .trimmed()
                .split("\\s+")) {
            if (!name.equals("busybox:latest")) {
                service.docker("rmi", name).run();
            }
        }
    }

    private static Command podman(String client, String... args) {
        Prerequisites.require(client);
        return Command.of(client, "--remote", "--url", service.url()).with(args);
    }

    private static String run(String image, String script) {
        return service.docker("run", "--rm", image, "sh", "-c", script)
                .run()
                .ok()
                .out();
    }

    private static JsonNode inspect(String image) {
        return api.get("/images/" + image + "/json").expect(200).json();
    }

    private static void change(String name) {
        service.docker(
                        "run",
                        "-d",
                        "--name",
                        name,
                        "busybox",
                        "sh",
                        "-c",
                        "echo new > /root/new; rm /etc/group; mkdir /data; ln /root/new /data/hard; ln -s /etc/passwd /data/soft;"
                                + " chown app /root/new; chmod 4711 /root/new; mkfifo /data/fifo; rm -r /home; mkdir /home;"
                                + " touch -d '2001-02-03 04:05:06' /data/old; n=0; while :; do n=$((n+1)); echo $n > /counter; done")
                .run()
                .ok();
        while (!service.docker("exec", name, "cat", "/counter").run().trimmed().matches("[0-9]+")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatARunningContainerChangedIsInTheImageDockerMakesOfIt() {
        change("c");
        String id = service.docker(
                        "commit",
                        "-m",
                        "why",
                        "-a",
                        "me <me@example.org>",
                        "-c",
                        "ENV B=$PATH:/b",
                        "-c",
                        "CMD [\"cat\", \"/root/new\"]",
                        "c",
                        "made:1")
                .run()
                .ok()
                .trimmed();
        assertEquals("new\n", service.docker("run", "--rm", "made:1").run().ok().out());
        assertEquals(
                "app 4711 2\n/etc/passwd\n2001-02-03\n",
                run(
                        "made:1",
                        "stat -c '%U %a %h' /data/hard; readlink /data/soft; stat -c %y /data/old | cut -d' ' -f1"));
        assertEquals(
                "gone\n",
                run("made:1", "test -e /etc/group || test -e /home/app || test ! -p /data/fifo || echo gone"));
        JsonNode made = inspect("made:1");
        assertEquals(id, made.path("Id").asText());
        assertEquals("why", made.path("Comment").asText());
        assertEquals("me <me@example.org>", made.path("Author").asText());
        assertTrue(made.path("Config").path("Env").toString().contains("\"B=/usr/local/sbin"), made.toString());
        assertFalse(made.path("Config").path("Env").toString().contains("HOSTNAME"), made.toString());
        assertEquals(
                inspect("busybox").path("RootFS").path("Layers").size() + 1,
                made.path("RootFS").path("Layers").size());
        String counted =
                service.docker("exec", "c", "cat", "/counter").run().ok().trimmed();
        assertEquals(
                "running",
                service.docker("inspect", "-f", "{{.State.Status}}", "c")
                        .run()
                        .ok()
                        .trimmed());
        String later = counted;
        for (int i = 0; i < 100 && later.equals(counted); i++) {
            later = service.docker("exec", "c", "cat", "/counter").run().ok().trimmed();
        }
        assertNotEquals(counted, later, "it goes on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"podman", "podman5"})
    void podmanMakesImagesToo(String client) {
        change("c");
        String id = podman(client, "commit", "-c", "USER=app", "-c", "LABEL a=b", "c", "local")
                .run()
                .ok()
                .trimmed();
        assertTrue(id.matches("[0-9a-f]{64}"), id);
        assertEquals("app\n", run("localhost/local", "whoami; test ! -e /etc/group"));
        assertEquals(
                "application/vnd.oci.image.manifest.v1+json b",
                podman(client, "image", "inspect", "-f", "{{.ManifestType}} {{.Labels.a}}", "local")
                        .run()
                        .ok()
                        .trimmed());
        podman(client, "commit", "-q", "-p", "-f", "docker", "-m", "why", "--squash", "c", "squashed")
                .run()
                .ok();
        assertEquals(
                "application/vnd.docker.distribution.manifest.v2+json why 1",
                podman(
                                client,
                                "image",
                                "inspect",
                                "-f",
                                "{{.ManifestType}} {{.Comment}} {{len .RootFS.Layers}}",
                                "squashed")
                        .run()
                        .ok()
                        .trimmed());
        assertEquals("new\n", run("localhost/squashed", "cat /data/hard; test ! -e /home/app"));
        assertNotEquals(0, podman(client, "commit", "nosuch", "x").run().code());
        assertNotEquals(
                0, podman(client, "commit", "-c", "NONSENSE x", "c", "x").run().code());
        podman(client, "image", "exists", "x").run().exits(1);
    }

    @Test
    void aCommittedImageGoesThroughARegistry() {
        Prerequisites.require("docker-registry", "skopeo");
        try (RegistryServer registry = RegistryServer.plain()) {
            change("c");
            service.docker("stop", "-t", "0", "c").run().ok();
            String name = registry.host() + "/made:1";
            service.docker("commit", "c", name).run().ok();
            Command push = podman("podman", "push", "--tls-verify=false", name);
            push.run().ok();
            String id = inspect(name).path("Id").asText();
            service.docker("rmi", name).run().ok();
            podman("podman", "pull", "--tls-verify=false", name).run().ok();
            assertEquals(id, inspect(name).path("Id").asText());
            assertEquals("new\n", run(name, "cat /data/hard; test ! -e /etc/group"));
            service.docker("rmi", name).run().ok();
        }
    }

    @Test
    void aContainerThatWasOnlyCreatedCanBeCommittedAndAnEmptyChangeAddsNoLayer() {
        service.docker("create", "--name", "c", "busybox").run().ok();
        service.docker("commit", "c", "made:1").run().ok();
        assertEquals(
                inspect("busybox").path("RootFS").toString(),
                inspect("made:1").path("RootFS").toString());
        service.docker("run", "--rm", "made:1", "true").run().ok();
    }

    @Test
    void whatCannotBeALayerIsRefusedAndLeavesNothing() throws IOException {
        service.docker("run", "--name", "c", "busybox", "sh", "-c", "touch /etc/.wh.passwd")
                .run()
                .ok();
        service.docker(
                        "run",
                        "--name",
                        "e",
                        "busybox",
                        "dd",
                        "if=/dev/zero",
                        "of=/huge",
                        "bs=1M",
                        "count=1",
                        "seek=900000")
                .run()
                .ok();
        List<Path> before = files();
        api.post("/commit?container=c&repo=x").expect(400);
        api.post("/commit?container=e&repo=x").expect(413, 500);
        api.post("/commit?container=nosuch&repo=x").expect(404);
        api.post("/commit?container=c&repo=UPPER").expect(400);
        service.docker("commit", "nosuch").run().exits(1);
        assertEquals(before, files());
        assertEquals(404, api.get("/images/x/json").status());
    }

    /** Blobs, layers and what is being made. */
    private static List<Path> files() throws IOException {
        Path root = service.dir().resolve("root");
        try (Stream<Path> blobs = Files.walk(root.resolve("content"));
                Stream<Path> layers = Files.list(root.resolve("overlay/layers"));
                Stream<Path> scratch = Files.list(root.resolve("overlay/tmp"))) {
            return Stream.of(blobs, layers, scratch)
                    .flatMap(all -> all)
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aKillInTheMiddleLeavesNothingAndNothingFrozen() throws Exception {
        service.docker(
                        "run",
                        "-d",
                        "--name",
                        "c",
                        "busybox",
                        "sh",
                        "-c",
                        "dd if=/dev/urandom of=/big bs=1M count=300; touch /ready;"
                                + " n=0; while :; do n=$((n+1)); echo $n > /counter; done")
                .run()
                .ok();
        while (service.docker("exec", "c", "test", "-e", "/ready").run().code() != 0) {
            Thread.sleep(100);
        }
        List<Path> before = files();
        Path scratch = service.dir().resolve("root/overlay/tmp");
        Process commit = service.docker("commit", "c", "made:1").start();
        while (true) {
            try (Stream<Path> begun = Files.list(scratch)) {
                if (begun.findAny().isPresent()) {
                    break;
                }
            }
        }
        Thread.sleep(20);
        service.kill();
        commit.waitFor();
        service.startAgain();
        assertEquals(
                "running",
                service.docker("inspect", "-f", "{{.State.Status}}", "c")
                        .run()
                        .ok()
                        .trimmed());
        String counted =
                service.docker("exec", "c", "cat", "/counter").run().ok().trimmed();
        String later = counted;
        for (int i = 0; i < 100 && later.equals(counted); i++) {
            later = service.docker("exec", "c", "cat", "/counter").run().ok().trimmed();
        }
        assertNotEquals(counted, later, "it is frozen");
        assertEquals(404, api.get("/images/made:1/json").status());
        assertEquals(before, files());
        service.docker("commit", "c", "made:1").run().ok();
        assertEquals("ok\n", run("made:1", "test $(stat -c %s /big) = 314572800 && echo ok"));
    }

    @Test
    void aCommitIsToldAmongTheEvents() {
        service.docker("create", "--name", "c", "busybox").run().ok();
        service.docker("commit", "-m", "why", "c", "made:1").run().ok();
        String events = service.docker(
                        "events",
                        "--since",
                        "1h",
                        "--until",
                        "0s",
                        "--format",
                        "{{.Type}} {{.Action}} {{.Actor.Attributes.name}}")
                .run()
                .ok()
                .out();
        assertTrue(events.contains("container commit c\n"), events);
        assertTrue(events.contains("image tag docker.io/library/made:1\n"), events);
    }
}
