package io.helipod.app.e2e;

import io.helipod.core.testing.TestImages;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The built service, or another program that serves the API, as a process of its own on its own folders; closing it takes everything
 * away and fails if anything is left.
 */
final class Service implements AutoCloseable {
    static final String IMAGE = "docker.io/library/busybox:latest";
    private static final String SOCKET = "s.sock";
    private static final String RUN_ROOT = "run";
    private final Path dir;
    private final Map<String, String> environment;
    private Function<Path, List<String>> program;
    private Process process;

    private Service(Path dir, Map<String, String> environment, Function<Path, List<String>> program) {
        this.dir = dir;
        this.environment = environment;
        this.program = program;
        this.process = launch();
    }

    /** @param options of {@code system service}; without {@code --time} it stays until it is stopped */
    static Service start(String... options) {
        return start(built(options));
    }

    /** With these variables besides the tests' own. */
    static Service start(Map<String, String> environment) {
        return start(environment, built());
    }

    private static Function<Path, List<String>> built(String... options) {
        return dir -> {
            Command line = Command.of(
                            System.getProperty("helipod.home") + "/bin/helipod",
                            "--root",
                            dir.resolve("root").toString(),
                            "--runroot",
                            dir.resolve(RUN_ROOT).toString(),
                            "--log-level",
                            "info",
                            "system",
                            "service")
                    .with(options);
            if (!List.of(options).contains("--time")) {
                line = line.with("--time", "0");
            }
            return line.with("unix://" + dir.resolve(SOCKET)).line();
        };
    }

    /**
     * Starts a program.
     *
     * @param program its command line for a folder, in which it serves on {@link #socket}
     */
    static Service start(Function<Path, List<String>> program) {
        return start(Map.of(), program);
    }

    private static Service start(Map<String, String> environment, Function<Path, List<String>> program) {
        Prerequisites.require("conmon", "busybox");
        try {
            return new Service(Files.createTempDirectory("helipod-e2e-"), environment, program);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() {
        try {
            ProcessBuilder builder = new ProcessBuilder(program.apply(dir))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().putAll(environment);
            Process started = builder.start();
            Instant end = Instant.now().plus(Duration.ofSeconds(30));
            while (!answers()) {
                if (!started.isAlive() || Instant.now().isAfter(end)) {
                    started.destroyForcibly();
                    throw new AssertionError("the service did not come up:\n" + Files.readString(log()));
                }
                Thread.sleep(50);
            }
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Path dir() {
        return dir;
    }

    /** What does not outlive a reboot. */
    Path runRoot() {
        return dir.resolve(RUN_ROOT);
    }

    Path socket() {
        return dir.resolve(SOCKET);
    }

    Path log() {
        return dir.resolve("service.log");
    }

    String url() {
        return "unix://" + socket();
    }

    long pid() {
        return process.pid();
    }

    private boolean answers() {
        try {
            return exchange("GET /_ping HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n")
                    .endsWith("OK");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Sends a request as it stands and reads until the service closes. */
    String exchange(String request) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket()));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            while (channel.read(buffer) >= 0 && buffer.hasRemaining()) {
                // until the end
            }
            return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Command docker(String... args) {
        Prerequisites.require("docker");
        return Command.of("docker", "-H", url()).with(args);
    }

    Command podman(String... args) {
        Prerequisites.require("podman");
        return Command.of("podman", "--remote", "--url", url()).with(args);
    }

    /** Makes the test image known under {@link #IMAGE}. */
    void loadBusybox() {
        docker("load", "-i", busyboxArchive().toString()).run().ok();
    }

    Path busyboxArchive() {
        Path archive = dir.resolve("busybox.tar");
        try (OutputStream out = Files.newOutputStream(archive)) {
            TestImages.writeBusybox(out, IMAGE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return archive;
    }

    /** SIGKILL: nothing of the service's own can be done any more. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same program as before. */
    void startAgain() {
        process = launch();
    }

    /** The built service with other options. */
    void startAgainWith(String... options) {
        program = built(options);
        process = launch();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The exit code of a service that leaves by itself. */
    int exitWithin(Duration time) {
        try {
            if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("the service is still there after " + time);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM; the exit code. */
    int stop() {
        try {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the service did not end on SIGTERM");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            String ids = docker("ps", "-aq").run().trimmed();
            if (!ids.isEmpty()) {
                docker("rm", "-f").with(ids.split("\\s+")).run();
            }
            stop();
        }
        List<String> left = leftovers();
        deleteFiles();
        if (!left.isEmpty()) {
            throw new AssertionError("left behind: " + left);
        }
    }

    /** Mounts below our folders and monitors that name them. */
    List<String> leftovers() {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            Stream<String> monitors = ProcessHandle.allProcesses()
                    .filter(one -> one.info()
                            .commandLine()
                            .filter(line -> line.contains(dir.toString()))
                            .isPresent())
                    .map(one -> one.pid() + " " + one.info().commandLine().orElse(""));
            return Stream.concat(mounts.filter(line -> line.contains(dir.toString())), monitors)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteFiles() {
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
