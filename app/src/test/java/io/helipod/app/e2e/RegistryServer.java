package io.helipod.app.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A docker-registry of its own on loopback: plain, or by TLS with a certificate of its own authority and one user. */
final class RegistryServer implements AutoCloseable {
    static final String USER = "me";
    static final String PASSWORD = "canary-password";
    private final Path dir;
    private final int port;
    private final Process process;

    private RegistryServer(Path dir, int port, Process process) {
        this.dir = dir;
        this.port = port;
        this.process = process;
    }

    /** Lets everybody do everything by HTTP. */
    static RegistryServer plain() {
        return start("");
    }

    /** Lets in {@link #USER}, by TLS. */
    static RegistryServer guarded() {
        return start("tls");
    }

    private static RegistryServer start(String tls) {
        Prerequisites.require("docker-registry", "skopeo", "htpasswd", "openssl");
        try {
            Path dir = Files.createTempDirectory("helipod-registry-");
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            String more = tls.isEmpty() ? "" : guard(dir);
            String config = "version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: " + dir
                    + "/data}, delete: {enabled: true}}\nhttp: {addr: \"localhost:" + port + "\""
                    + (tls.isEmpty() ? "" : ", tls: {certificate: " + dir + "/server.crt, key: " + dir + "/server.key}")
                    + "}\n" + more;
            Files.writeString(dir.resolve("config.yml"), config);
            Process process = new ProcessBuilder(
                            "docker-registry",
                            "serve",
                            dir.resolve("config.yml").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(dir.resolve("log").toFile())
                    .start();
            RegistryServer server = new RegistryServer(dir, port, process);
            server.await();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String guard(Path dir) throws IOException {
        Path extensions = Files.writeString(dir.resolve("ext"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
        openssl("req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout " + dir + "/ca.key -out " + dir
                + "/ca.crt");
        openssl("req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout " + dir + "/server.key -out " + dir
                + "/server.csr");
        openssl("x509 -req -days 2 -in " + dir + "/server.csr -CA " + dir + "/ca.crt -CAkey " + dir
                + "/ca.key -CAcreateserial -extfile " + extensions + " -out " + dir + "/server.crt");
        String line = Command.of("htpasswd", "-Bbn", USER, PASSWORD).run().ok().trimmed();
        Files.writeString(dir.resolve("htpasswd"), line + "\n");
        return "auth: {htpasswd: {realm: here, path: " + dir + "/htpasswd}}\n";
    }

    private static void openssl(String arguments) {
        Command.of("openssl").with(arguments.split(" ")).run().ok();
    }

    private void await() throws IOException {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (true) {
            try (Socket socket = new Socket("localhost", port)) {
                return;
            } catch (IOException e) {
                if (!process.isAlive() || Instant.now().isAfter(end)) {
                    close();
                    throw new AssertionError("docker-registry did not come up", e);
                }
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    String host() {
        return "localhost:" + port;
    }

    /** The certificate of the authority that vouches for it. */
    Path authority() {
        return dir.resolve("ca.crt");
    }

    /** What skopeo says, who may do everything. */
    String inspect(String name, String format) {
        return Command.of("skopeo", "--insecure-policy", "inspect", "--tls-verify=false", "--creds", creds())
                .with("--format", format, "docker://" + host() + "/" + name)
                .run()
                .ok()
                .trimmed();
    }

    /** The manifest as it is stored. */
    String manifest(String name) {
        return Command.of("skopeo", "--insecure-policy", "inspect", "--raw", "--tls-verify=false", "--creds", creds())
                .with("docker://" + host() + "/" + name)
                .run()
                .ok()
                .trimmed();
    }

    /** Puts an OCI archive into it. */
    void fill(Path archive, String name) {
        Command.of("skopeo", "--insecure-policy", "copy", "--dest-tls-verify=false", "--dest-creds", creds())
                .with("oci-archive:" + archive, "docker://" + host() + "/" + name)
                .run()
                .ok();
    }

    static String creds() {
        return USER + ":" + PASSWORD;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
