package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images looked after with docker's and podman's clients, and exchanged with skopeo. */
class ImagesEndToEndTest {
    private static Service service;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        service = Service.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void load() {
        service.loadBusybox();
    }

    private static Command podman(String client, String... args) {
        Prerequisites.require(client);
        return Command.of(client, "--remote", "--url", service.url()).with(args);
    }

    private static String id() {
        return service.docker("inspect", "-f", "{{.Id}}", Service.IMAGE)
                .run()
                .ok()
                .trimmed();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    /** The digest that skopeo finds for the config document in an archive. */
    private static String config(String source) {
        Prerequisites.require("skopeo");
        String manifest =
                Command.of("skopeo", "inspect", "--raw", source).run().ok().out();
        return manifest.replaceAll("(?s).*\"config\":\\{[^}]*\"digest\":\"(sha256:[0-9a-f]{64}).*", "$1");
    }

    @Test
    void whatDockerSavesIsReadByAllAndIsTheSameImage() {
        String id = id();
        service.docker("save", "-o", file("d.tar"), Service.IMAGE).run().ok();
        assertEquals(id, config("docker-archive:" + file("d.tar")));
        assertEquals(id, config("oci-archive:" + file("d.tar")));
        service.docker("rmi", Service.IMAGE).run().ok();
        String told = service.docker("load", "-i", file("d.tar")).run().ok().out();
        assertTrue(told.contains("Loaded image: " + Service.IMAGE), told);
        assertEquals(id, id());
        service.docker("run", "--rm", Service.IMAGE, "true").run().ok();
    }

    @ParameterizedTest
    @ValueSource(strings = {"podman", "podman5"})
    void whatPodmanSavesIsTheSameImage(String client) {
        String id = id();
        for (String format : List.of("docker-archive", "oci-archive")) {
            String archive = file(client + format);
            podman(client, "save", "--format", format, "-o", archive, Service.IMAGE)
                    .run()
                    .ok();
            assertEquals(id, config(format + ":" + archive));
            podman(client, "rmi", Service.IMAGE).run().ok();
            podman(client, "load", "-i", archive).run().ok();
            assertEquals(id, id());
        }
        podman(client, "save", "--format", "oci-dir", "-o", file("o"), Service.IMAGE)
                .run()
                .ok();
        assertEquals(id, config("oci:" + file("o")));
        podman(client, "save", "--format", "docker-dir", "-o", file("v"), Service.IMAGE)
                .run()
                .ok();
        assertEquals(id, config("dir:" + file("v")));
        assertTrue(loadedLocally("o").contains(Service.IMAGE));
        assertTrue(loadedLocally("v").contains(id.substring("sha256:".length())));
    }

    private String loadedLocally(String name) {
        return service.exchange("POST /v5.0.0/libpod/local/images/load?path=" + file(name)
                + " HTTP/1.1\r\nHost: d\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void severalImagesGoIntoOneArchive() {
        service.docker("tag", Service.IMAGE, "other.example/b:2").run().ok();
        service.docker("save", "-o", file("d.tar"), Service.IMAGE, "other.example/b:2")
                .run()
                .ok();
        String id = id();
        service.docker("rmi", Service.IMAGE, "other.example/b:2").run().ok();
        service.docker("load", "-i", file("d.tar")).run().ok();
        assertEquals(
                id,
                service.docker("inspect", "-f", "{{.Id}}", "other.example/b:2")
                        .run()
                        .ok()
                        .trimmed());
        service.docker("rmi", "other.example/b:2").run().ok();
        podman("podman", "save", "-m", "-o", file("p.tar"), Service.IMAGE, id.substring(7))
                .run()
                .ok();
    }

    @Test
    void whatIsMissingIsToldAndLeavesNoFile() {
        assertTrue(service.docker("save", "-o", file("d.tar"), "nope")
                .run()
                .exits(1)
                .err()
                .contains("nope"));
        podman("podman", "save", "-o", file("p.tar"), "nope").run().exits(125);
    }

    @Test
    void unusedImagesArePrunedAndUsedOnesAreNot() {
        service.docker("tag", Service.IMAGE, "other.example/b:2").run().ok();
        service.docker("create", "--name", "user", Service.IMAGE, "true").run().ok();
        service.docker("image", "prune", "-a", "-f").run().ok();
        assertEquals(
                "2", service.docker("images", "-q").run().ok().out().lines().count() + "");
        service.docker("rm", "user").run().ok();
        String told = service.docker("image", "prune", "-a", "-f").run().ok().out();
        assertTrue(told.contains("untagged: other.example/b:2"), told);
        assertEquals("", service.docker("images", "-q").run().ok().out());
        service.loadBusybox();
        String id = id().substring("sha256:".length());
        service.podman("untag", Service.IMAGE).run().ok();
        assertEquals(id, service.podman("image", "prune", "-f").run().ok().trimmed());
    }

    @Test
    void whatIsTakenIsShown() {
        String docker = service.docker("system", "df", "-v").run().ok().out();
        assertTrue(docker.contains("busybox"), docker);
        assertTrue(service.docker("system", "df").run().ok().out().contains("Images"));
        assertTrue(service.podman("system", "df").run().ok().out().contains("Images"));
    }

    @Test
    void theStorageIsCheckedAndMendedByANewPodman() throws IOException {
        podman("podman5", "system", "check").run().ok();
        Path blobs = service.dir().resolve("root/content/blobs/sha256");
        Files.delete(blobs.resolve(id().substring("sha256:".length())));
        String told =
                podman("podman5", "system", "check", "-q").run().exits(125).out();
        assertTrue(told.contains("Damaged image"), told);
        podman("podman5", "system", "check", "-r").run().ok();
        podman("podman5", "system", "check").run().ok();
    }

    @Test
    void historyAndTreeAreShown() {
        assertTrue(service.docker("history", "--no-trunc", Service.IMAGE)
                .run()
                .ok()
                .out()
                .contains("made for a test"));
        assertTrue(podman("podman", "history", Service.IMAGE).run().ok().out().contains("made for a test"));
        assertTrue(podman("podman", "image", "tree", Service.IMAGE)
                .run()
                .ok()
                .out()
                .contains("Image Layers"));
    }
}
