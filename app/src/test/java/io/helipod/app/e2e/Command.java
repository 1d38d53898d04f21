package io.helipod.app.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program run to its end by a test; one that does not end in time fails the test. */
record Command(List<String> line, Duration limit, byte[] input) {
    /** What it did. */
    record Result(int code, byte[] rawOut, String err) {
        String out() {
            return new String(rawOut, StandardCharsets.UTF_8);
        }

        String trimmed() {
            return out().strip();
        }

        Result ok() {
            return exits(0);
        }

        Result exits(int expected) {
            if (code != expected) {
                throw new AssertionError(
                        "exit code " + code + " instead of " + expected + "\nout: " + out() + "\nerr: " + err);
            }
            return this;
        }
    }

    static Command of(String... line) {
        return new Command(List.of(line), Duration.ofSeconds(60), new byte[0]);
    }

    Command with(String... more) {
        List<String> all = new ArrayList<>(line);
        all.addAll(List.of(more));
        return new Command(all, limit, input);
    }

    Command input(byte[] bytes) {
        return new Command(line, limit, bytes);
    }

    Command input(String text) {
        return input(text.getBytes(StandardCharsets.UTF_8));
    }

    Command within(Duration time) {
        return new Command(line, time, input);
    }

    Process start() {
        try {
            ProcessBuilder builder = new ProcessBuilder(line);
            builder.environment().remove("DOCKER_HOST");
            builder.environment().remove("CONTAINER_HOST");
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Result run() {
        Process process = start();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Thread outReader = drain(process.getInputStream(), out);
        Thread errReader = drain(process.getErrorStream(), err);
        Thread writer = Thread.ofVirtual().start(() -> {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input);
            } catch (IOException e) {
                // the program did not want all of it
            }
        });
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(line + " did not end within " + limit + "\nout: "
                        + out.toString(StandardCharsets.UTF_8) + "\nerr: " + err.toString(StandardCharsets.UTF_8));
            }
            outReader.join();
            errReader.join();
            writer.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
        return new Result(process.exitValue(), out.toByteArray(), err.toString(StandardCharsets.UTF_8));
    }

    private static Thread drain(InputStream in, OutputStream to) {
        return Thread.ofVirtual().start(() -> {
            try (in) {
                in.transferTo(to);
            } catch (IOException e) {
                // the program was ended
            }
        });
    }

    /** Whether such a program is installed: on PATH, or where those of the system are. */
    static boolean installed(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin";
        return Arrays.stream(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
