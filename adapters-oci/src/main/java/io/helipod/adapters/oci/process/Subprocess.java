package io.helipod.adapters.oci.process;

import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.error.EngineException.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * Starts programs; nothing else here does. A program gets an absolute path, a minimal environment, no input and a time limit, and
 * the engine's descriptors are closed in it.
 */
public final class Subprocess {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int MOST_OUTPUT = 1 << 16;

    private Subprocess() {}

    /** How a program ended and what it wrote, both streams together, cut at 64 KiB. */
    public record Result(int code, String output) {}

    /** Runs a program to its end. */
    public static Result run(List<String> command, Duration limit) {
        return run(command, Map.of(), Path.of("/"), limit);
    }

    /** Runs a program to its end with further environment, in a folder. */
    public static Result run(List<String> command, Map<String, String> env, Path folder, Duration limit) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().clear();
            builder.environment().put("PATH", PATH);
            builder.environment().putAll(env);
            return finished(builder.start(), command, limit);
        } catch (IOException e) {
            throw new RuntimeFailed(command.getFirst() + " could not be started: " + e.getMessage(), 125);
        }
    }

    /**
     * Starts a program that lives on by a child of its own, and waits for the end of the first process. What either writes goes to a
     * file: a pipe would only end when both are gone.
     *
     * @param started told the pid as soon as there is one
     */
    public static int launch(
            List<String> command,
            Map<String, String> env,
            Path folder,
            Path output,
            Duration limit,
            LongConsumer started) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(Path.of("/dev/null").toFile());
            builder.environment().clear();
            builder.environment().put("PATH", PATH);
            builder.environment().putAll(env);
            Process process = builder.start();
            started.accept(process.pid());
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                Process unused = process.destroyForcibly();
                throw overdue(command, limit);
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new RuntimeFailed(command.getFirst() + " could not be started: " + e.getMessage(), 125);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while " + command.getFirst() + " was started", e);
        }
    }

    private static RuntimeFailed overdue(List<String> command, Duration limit) {
        return new RuntimeFailed(command.getFirst() + " did not end within " + limit.toSeconds() + " s", 125);
    }

    private static Result finished(Process process, List<String> command, Duration limit) throws IOException {
        AtomicBoolean late = new AtomicBoolean();
        try {
            // a program that hangs is ended by this, and then its output ends too
            Thread watchdog = Thread.ofVirtual().start(() -> {
                try {
                    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                        late.set(true);
                        process.descendants().forEach(ProcessHandle::destroyForcibly);
                        Process unused = process.destroyForcibly();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt(); // it ended in time
                }
            });
            String output;
            try (InputStream in = process.getInputStream()) {
                output = new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
            }
            int code = process.waitFor();
            watchdog.interrupt();
            if (late.get()) {
                throw overdue(command, limit);
            }
            return new Result(code, output);
        } catch (InterruptedException e) {
            Process unused = process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while " + command.getFirst() + " ran", e);
        }
    }
}
