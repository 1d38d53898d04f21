package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifest lists with both of podman's clients, pushed to and added from a docker-registry. */
@ParameterizedClass
@ValueSource(strings = {"podman", "podman5"})
class ManifestEndToEndTest {
    private static Service service;
    private static RegistryServer registry;
    private final String client;

    ManifestEndToEndTest(String client) {
        this.client = client;
    }

    @BeforeAll
    static void start() {
        Prerequisites.require("docker-registry", "skopeo");
        registry = RegistryServer.plain();
        service = Service.start();
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        registry.close();
    }

    @BeforeEach
    void load() {
        Prerequisites.require(client);
        service.loadBusybox();
    }

    @AfterEach
    void removeAll() {
        if (Command.installed(client)) {
            podman("rmi", "-a", "-f").run();
        }
    }

    private Command podman(String... args) {
        return Command.of(client, "--remote", "--url", service.url()).with(args);
    }

    /** As it is, for the older client does not show all of it. */
    private JsonNode list(String name) {
        podman("manifest", "inspect", name).run().ok();
        return new Api(service)
                .get("/libpod/manifests/" + name + "/json")
                .expect(200)
                .json();
    }

    /** A second image, of the same platform by its document. */
    private String second() {
        podman("run", "--name", "c", "busybox", "touch", "/other").run().ok();
        podman("commit", "-q", "c", "other").run().ok();
        podman("rm", "c").run().ok();
        return "localhost/other:latest";
    }

    @Test
    void aListIsMadeAnnotatedPushedAndAddedFromItsRegistry() throws IOException {
        String other = second();
        podman("manifest", "create", "multi", "containers-storage:" + Service.IMAGE)
                .run()
                .ok();
        podman("manifest", "exists", "multi").run().exits(0);
        podman("manifest", "exists", "busybox").run().exits(1);
        podman(
                        "manifest",
                        "add",
                        "--arch",
                        "arm64",
                        "--os",
                        "linux",
                        "--variant",
                        "v8",
                        "--annotation",
                        "k=v",
                        "multi",
                        "containers-storage:" + other)
                .run()
                .ok();
        JsonNode made = list("multi");
        assertEquals(2, made.path("manifests").size());
        JsonNode arm = made.path("manifests").path(1);
        assertEquals("arm64", arm.path("platform").path("architecture").asText());
        assertEquals("v", arm.path("annotations").path("k").asText());
        assertEquals("v8", arm.path("platform").path("variant").asText());
        if (client.equals("podman5")) { // the older one counts its own flags among the arguments, and asks nothing
            podman(
                            "manifest",
                            "annotate",
                            "--annotation",
                            "more=1",
                            "multi",
                            arm.path("digest").asText())
                    .run()
                    .ok();
            assertEquals(
                    "1",
                    list("multi")
                            .path("manifests")
                            .path(1)
                            .path("annotations")
                            .path("more")
                            .asText());
        }
        assertNotEquals(0, podman("manifest", "create", "multi").run().code());

        String name = registry.host() + "/multi:1";
        podman("manifest", "push", "--all", "--tls-verify=false", "multi", "docker://" + name)
                .run()
                .ok();
        JsonNode pushed = new ObjectMapper().readTree(registry.manifest("multi:1"));
        assertEquals(2, pushed.path("manifests").size());
        assertEquals(
                "v8",
                pushed.path("manifests")
                        .path(1)
                        .path("platform")
                        .path("variant")
                        .asText());
        for (JsonNode one : pushed.path("manifests")) {
            assertTrue(registry.manifest("multi@" + one.path("digest").asText()).contains("layers"));
        }

        podman("manifest", "rm", "multi").run().ok();
        podman("manifest", "exists", "multi").run().exits(1);
        podman("image", "exists", "busybox").run().exits(0);

        podman("manifest", "create", "again").run().ok();
        podman("manifest", "add", "--all", "--tls-verify=false", "again", "docker://" + name)
                .run()
                .ok();
        assertEquals(
                pushed.path("manifests").path(1).path("digest"),
                list("again").path("manifests").path(1).path("digest"));
        podman(
                        "manifest",
                        "remove",
                        "again",
                        pushed.path("manifests").path(0).path("digest").asText())
                .run()
                .ok();
        podman("manifest", "push", "--all", "--tls-verify=false", "again", "docker://" + registry.host() + "/copy:1")
                .run()
                .ok();
        JsonNode copied = new ObjectMapper().readTree(registry.manifest("copy:1"));
        assertEquals(
                pushed.path("manifests").path(1).path("digest"),
                copied.path("manifests").path(0).path("digest"));
    }

    @Test
    void aListRunsAsTheImageForThisMachineAndIsShownAsAList() {
        podman("manifest", "create", "runs", "containers-storage:" + Service.IMAGE)
                .run()
                .ok();
        assertEquals(
                "hi\n",
                podman("run", "--rm", "--pull=never", "localhost/runs", "echo", "hi")
                        .run()
                        .ok()
                        .out());
        String names = podman("images", "--format", "{{.Repository}}:{{.Tag}}")
                .run()
                .ok()
                .out();
        assertTrue(names.contains("localhost/runs:latest"), names);
        String docker = service.docker("images", "--format", "{{.Repository}}:{{.Tag}}")
                .run()
                .ok()
                .out();
        assertFalse(docker.contains("runs"), docker);
        podman("tag", "localhost/runs", "localhost/more:1").run().ok();
        podman("manifest", "exists", "localhost/more:1").run().exits(0);
        podman("rmi", "localhost/more:1").run().ok();
        podman("manifest", "exists", "localhost/runs").run().exits(0);
        podman("rmi", "localhost/runs").run().ok();
        podman("image", "exists", "busybox").run().exits(0);
    }

    @Test
    void aListOutlivesTheService() {
        podman("manifest", "create", "lasting", "containers-storage:" + Service.IMAGE)
                .run()
                .ok();
        JsonNode before = list("lasting");
        service.kill();
        service.startAgain();
        assertEquals(before, list("lasting"));
    }

    @Test
    void whatIsWrongIsRefused() {
        podman("manifest", "create", "good").run().ok();
        assertNotEquals(0, podman("manifest", "create", "UPPER").run().code());
        assertNotEquals(
                0,
                podman("manifest", "add", "good", "containers-storage:nosuch")
                        .run()
                        .code());
        assertNotEquals(
                0,
                podman("manifest", "add", "nosuch", "containers-storage:busybox")
                        .run()
                        .code());
        assertNotEquals(
                0,
                podman("manifest", "remove", "good", "sha256:" + "0".repeat(64))
                        .run()
                        .code());
        assertNotEquals(0, podman("manifest", "rm", "busybox").run().code());
        assertNotEquals(
                0,
                podman("manifest", "push", "--tls-verify=false", "nosuch", "docker://" + registry.host() + "/x")
                        .run()
                        .code());
    }
}
