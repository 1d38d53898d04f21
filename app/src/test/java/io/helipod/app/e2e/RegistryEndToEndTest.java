package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.id.Digest;
import io.helipod.core.testing.TestImages;
import io.helipod.core.testing.TestTar;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients and real registries: docker and podman against docker-registry, and digests as skopeo sees them. */
class RegistryEndToEndTest {
    @TempDir
    static Path dir;

    private static RegistryServer plain;
    private static RegistryServer guarded;
    private static StagedRegistry staged;
    private static byte[] stagedLayer;
    private static Service service;

    @BeforeAll
    static void start() throws IOException {
        Prerequisites.require("docker-registry", "skopeo", "htpasswd", "openssl");
        plain = RegistryServer.plain();
        guarded = RegistryServer.guarded();
        byte[] noise = new byte[6 << 20];
        new Random(5).nextBytes(noise);
        stagedLayer = new TestTar().file("noise", noise).bytes();
        staged = new StagedRegistry(TestImages.busyboxLayer(), stagedLayer);
        Path conf = Files.writeString(dir.resolve("registries.conf"), """
                unqualified-search-registries = ["%1$s"]
                [[registry]]
                location = "%1$s"
                insecure = true
                [[registry]]
                location = "%2$s"
                insecure = true
                [[registry]]
                prefix = "mirrored.example"
                location = "nosuch.invalid"
                [[registry.mirror]]
                location = "127.0.0.1:1/down"
                insecure = true
                [[registry.mirror]]
                location = "%1$s/team"
                insecure = true
                [[registry]]
                location = "blocked.example"
                blocked = true
                [aliases]
                "short" = "%1$s/team/app"
                """.formatted(plain.host(), staged.host()));
        service = Service.start(Map.of(
                "CONTAINERS_REGISTRIES_CONF",
                conf.toString(),
                "SSL_CERT_FILE",
                guarded.authority().toString(),
                "REGISTRY_AUTH_FILE",
                dir.resolve("none.json").toString()));
        Path archive = dir.resolve("oci.tar");
        try (OutputStream out = Files.newOutputStream(archive)) {
            TestImages.writeBusyboxOci(out, "x");
        }
        plain.fill(archive, "team/app:1");
        byte[] base = TestImages.busyboxLayer();
        byte[] top = new TestTar().file("top", "of its own").bytes();
        Files.write(archive, TestImages.ociArchive(TestImages.config("{\"Cmd\":[\"sh\"]}", base, top), "x", base, top));
        plain.fill(archive, "team/two:1");
        guarded.fill(archive, "secret/app:1");
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
        for (AutoCloseable one : Stream.of(plain, guarded, staged)
                .filter(java.util.Objects::nonNull)
                .toList()) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Before each: it is the same image as one that is pulled, and goes with it. */
    @BeforeEach
    void load() {
        service.loadBusybox();
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

    private static Command podman(String... args) {
        return service.podman(args);
    }

    private static long files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(service.dir().resolve("root").resolve(folder))) {
            return files.count();
        }
    }

    @Test
    void repositoriesAreFoundByBothClients() {
        String found = docker("search", "team/t").run().ok().out();
        assertTrue(found.contains(plain.host() + "/team/two") && !found.contains("team/app"), found);
        String podmans = podman("search", "--tls-verify=false", "--list-tags", plain.host() + "/team/two")
                .run()
                .ok()
                .out();
        assertTrue(podmans.contains(plain.host() + "/team/two") && podmans.contains("1"), podmans);
    }

    @Test
    void dockerPullsRunsAndSeesTheRegistrysDigest() {
        String repository = plain.host() + "/team/two";
        String name = repository + ":1";
        String digest = plain.inspect("team/two:1", "{{.Digest}}");
        String told = docker("pull", name).run().ok().out();
        assertTrue(told.contains("1: Pulling from team/two"), told);
        assertTrue(told.contains(": Pull complete"), told);
        assertTrue(told.contains("Digest: " + digest), told);
        assertTrue(told.contains("Status: Downloaded newer image for " + name), told);
        assertEquals(
                "hello\n",
                docker("run", "--rm", name, "echo", "hello").run().ok().out());
        assertTrue(docker("pull", name).run().ok().out().contains("Image is up to date"));
        assertEquals(
                repository + "@" + digest,
                docker("inspect", "-f", "{{index .RepoDigests 0}}", name)
                        .run()
                        .ok()
                        .trimmed());
        docker("rmi", name).run().ok();
        docker("pull", repository + "@" + digest).run().ok();
        assertEquals(
                "by digest\n",
                docker("run", "--rm", repository + "@" + digest, "echo", "by digest")
                        .run()
                        .ok()
                        .out());
        docker("rmi", repository + "@" + digest).run().ok();
    }

    @Test
    void whatWasPulledIsPushedWithTheSameDigest() {
        String from = plain.host() + "/team/app:1";
        String to = plain.host() + "/copies/app:2";
        docker("pull", from).run().ok();
        docker("tag", from, to).run().ok();
        String told = docker("push", to).run().ok().out();
        String digest = plain.inspect("team/app:1", "{{.Digest}}");
        assertTrue(told.contains("2: digest: " + digest), told);
        assertTrue(told.contains("Mounted"), told);
        assertEquals(digest, plain.inspect("copies/app:2", "{{.Digest}}"));
        assertTrue(docker("push", to).run().ok().out().contains("Layer already exists"));
        docker("rmi", from, to).run().ok();
    }

    @Test
    void anUncompressedImageIsPushedCompressedAndStillRuns() {
        String name = plain.host() + "/loaded/box:1";
        docker("tag", "busybox", name).run().ok();
        docker("push", name).run().ok();
        assertTrue(plain.manifest("loaded/box:1").contains("gzip"), plain.manifest("loaded/box:1"));
        docker("rmi", name).run().ok();
        podman("pull", name).run().ok();
        assertEquals(
                "hi\n", podman("run", "--rm", name, "echo", "hi").run().ok().out());
        podman("rmi", name).run().ok();
    }

    @Test
    void podmanPullsAndPushes() {
        String id =
                podman("pull", "-q", plain.host() + "/team/app:1").run().ok().trimmed();
        assertEquals(
                "sha256:" + id,
                docker("inspect", "-f", "{{.Id}}", plain.host() + "/team/app:1")
                        .run()
                        .ok()
                        .trimmed());
        podman("push", plain.host() + "/team/app:1", plain.host() + "/podman/app:3")
                .run()
                .ok();
        assertEquals(plain.inspect("team/app:1", "{{.Digest}}"), plain.inspect("podman/app:3", "{{.Digest}}"));
        assertEquals(
                "ran\n",
                podman("run", "--rm", "short:1", "echo", "ran").run().ok().out());
        podman("rmi", "-f", id).run().ok();
    }

    @Test
    void aRegistryWithPasswordAndCertificateIsSpokenToByThem() throws IOException {
        String name = guarded.host() + "/secret/app:1";
        Path config = Files.createDirectories(dir.resolve("docker-config"));
        Command docker = docker().with("--config", config.toString());
        Command.Result refused = docker.with("pull", name).run().exits(1);
        assertTrue(refused.err().contains("unauthorized"), refused.err());
        docker.with("login", "-u", RegistryServer.USER, "--password-stdin", guarded.host())
                .input("wrong")
                .run()
                .exits(1);
        docker.with("login", "-u", RegistryServer.USER, "--password-stdin", guarded.host())
                .input(RegistryServer.PASSWORD)
                .run()
                .ok();
        docker.with("pull", name).run().ok();
        docker("tag", name, guarded.host() + "/secret/copy:1").run().ok();
        docker.with("push", guarded.host() + "/secret/copy:1").run().ok();
        assertEquals(guarded.inspect("secret/app:1", "{{.Digest}}"), guarded.inspect("secret/copy:1", "{{.Digest}}"));
        docker("rmi", name, guarded.host() + "/secret/copy:1").run().ok();
        podman("pull", "--creds", RegistryServer.creds(), name).run().ok();
        podman("pull", "--creds", RegistryServer.USER + ":wrong", name).run().exits(125);
        docker("rmi", name).run().ok();
        assertFalse(Files.readString(service.log()).contains(RegistryServer.PASSWORD));
    }

    @Test
    void aCertificateOfNobodyIsRefusedUnlessThatIsMeant() {
        String name = guarded.host().replace("localhost", "127.0.0.1") + "/secret/app:1";
        try (Service strict = Service.start(Map.of("CONTAINERS_REGISTRIES_CONF", "/dev/null"))) {
            Command.Result refused = strict.podman("pull", "--creds", RegistryServer.creds(), name)
                    .run()
                    .exits(125);
            assertTrue(
                    (refused.out() + refused.err()).contains("x509: certificate signed by unknown authority"),
                    refused.err());
            strict.podman("pull", "--tls-verify=false", "--creds", RegistryServer.creds(), name)
                    .run()
                    .ok();
            strict.podman("rmi", name).run().ok();
        }
    }

    @Test
    void mirrorsStandInAndBlockedRegistriesAreNotAsked() {
        podman("pull", "mirrored.example/app:1").run().ok();
        podman("rmi", "mirrored.example/app:1").run().ok();
        Command.Result blocked = podman("pull", "blocked.example/app:1").run().exits(125);
        assertTrue((blocked.out() + blocked.err()).contains("blocked"), blocked.err());
    }

    @Test
    void distributionTellsWhatTheRegistryHas() {
        String answer = service.exchange("GET /v1.44/distribution/" + plain.host()
                + "/team/app:1/json HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n");
        assertTrue(answer.contains(plain.inspect("team/app:1", "{{.Digest}}")), answer);
    }

    @Test
    void aLyingRegistryLeavesNothingBehindAndTheNextTryWorks() throws IOException {
        String name = staged.host() + "/lying/app:1";
        long blobs = files("content/blobs/sha256");
        long layers = files("overlay/layers");
        byte[] lie = stagedLayer.clone();
        lie[lie.length - 2000]++;
        staged.put(Digest.ofBytes(stagedLayer), lie);
        Command.Result refused = docker("pull", name).run().exits(1);
        assertTrue(refused.err().contains("cannot be used"), refused.err());
        assertEquals(blobs, files("content/blobs/sha256"));
        assertEquals(layers, files("overlay/layers"));
        assertEquals(0, files("content/parts"));
        assertEquals(0, files("content/ingest"));
        staged.put(Digest.ofBytes(stagedLayer), stagedLayer);
        docker("pull", name).run().ok();
        docker("rmi", name).run().ok();
        assertEquals(blobs, files("content/blobs/sha256"));
        assertEquals(layers, files("overlay/layers"));
    }

    @Test
    void aKilledServiceGoesOnWithWhatItHad() throws Exception {
        String name = staged.host() + "/slow/app:1";
        long blobs = files("content/blobs/sha256");
        staged.slow(64 * 1024, 20);
        Process pull = docker("pull", name).start();
        Path part = service.dir()
                .resolve("root/content/parts")
                .resolve(Digest.ofBytes(stagedLayer).hex());
        for (int i = 0; i < 500 && (Files.notExists(part) || Files.size(part) < 1 << 20); i++) {
            Thread.sleep(20);
        }
        service.kill();
        assertTrue(pull.waitFor(20, TimeUnit.SECONDS));
        long kept = Files.size(part);
        assertTrue(kept >= 1 << 20 && kept < stagedLayer.length, kept + " bytes were kept");
        service.startAgain();
        assertEquals(
                List.of(),
                docker("images", "-q", staged.host() + "/slow/app")
                        .run()
                        .ok()
                        .out()
                        .lines()
                        .toList());
        staged.slow(Integer.MAX_VALUE, 0);
        docker("pull", name).run().ok();
        assertTrue(staged.ranges().contains("bytes=" + kept + "-"), staged.ranges()::toString);
        assertEquals(
                "ok\n", docker("run", "--rm", name, "echo", "ok").run().ok().out());
        docker("rmi", name).run().ok();
        assertEquals(blobs, files("content/blobs/sha256"));
        assertEquals(0, files("content/parts"));
    }

    @Test
    void aPullThatIsGivenUpStops() throws Exception {
        String name = staged.host() + "/left/app:1";
        staged.slow(16 * 1024, 50);
        Process pull = docker("pull", name).start();
        Path parts = service.dir().resolve("root/content/parts");
        for (int i = 0; i < 500 && files("content/parts") == 0; i++) {
            Thread.sleep(20);
        }
        pull.destroyForcibly().waitFor();
        Path part = parts.resolve(Digest.ofBytes(stagedLayer).hex());
        Thread.sleep(2000);
        long stopped = Files.exists(part) ? Files.size(part) : -1;
        Thread.sleep(1000);
        assertEquals(stopped, Files.exists(part) ? Files.size(part) : -1);
        staged.slow(Integer.MAX_VALUE, 0);
        docker("pull", name).run().ok();
        docker("rmi", name).run().ok();
    }
}
