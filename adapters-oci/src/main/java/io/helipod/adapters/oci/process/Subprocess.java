package io.helipod.adapters.oci.process;

import io.helipod.adapters.oci.linux.LinuxCalls;
import io.helipod.adapters.oci.linux.Spawn;
import io.helipod.core.error.EngineException.RuntimeFailed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Starts programs; nothing else here does. A program gets an absolute path, a minimal environment, no input and a time limit, and
 * of the engine's descriptors only those it is given. May be called from any thread.
 */
public final class Subprocess {
    private static final String PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int MOST_OUTPUT = 1 << 16;

    private Subprocess() {}

    /** How a program ended and what it wrote, both streams together, cut at 64 KiB. */
    public record Result(int code, String output) {}

    /** Runs a program to its end; one that is late is ended, with what it started, and RuntimeFailed. */
    public static Result run(List<String> command, Duration limit) {
        return Blocking.call(() -> {
            int[] pipe = LinuxCalls.pipe();
            try {
                Child child = start(command, List.of(PATH), Path.of("/"), pipe[1]);
                LinuxCalls.close(pipe[1]);
                pipe[1] = -1; // else the end of the program would not be the end of the pipe
                long end = System.nanoTime() + limit.toNanos();
                String output = read(pipe[0], end);
                return new Result(child.await(Duration.ofNanos(Math.max(0, end - System.nanoTime()))), output);
            } finally {
                IntStream.of(pipe).filter(one -> one >= 0).forEach(LinuxCalls::close);
            }
        });
    }

    private static String read(int pipe, long end) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        while (LinuxCalls.awaitReadable(pipe, Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
            byte[] bytes = LinuxCalls.read(pipe, 1 << 13);
            if (bytes.length == 0) {
                break;
            }
            if (output.size() < MOST_OUTPUT) {
                output.writeBytes(bytes);
            }
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    /**
     * Starts a program that lives on by a child of its own. What either writes goes to a file: a pipe would only end when both are gone.
     * Call from a platform thread, which has to wait for the first process.
     *
     * @param passed our descriptors that become 3, 4, ... there
     */
    public static Child launch(List<String> command, Map<String, String> env, Path folder, Path output, int... passed)
            throws IOException {
        List<String> variables = new ArrayList<>(List.of(PATH));
        env.forEach((name, value) -> variables.add(name + "=" + value));
        int file = LinuxCalls.raised(LinuxCalls.open(
                output.toString(),
                LinuxCalls.O_WRONLY | LinuxCalls.O_CREAT | LinuxCalls.O_TRUNC | LinuxCalls.O_CLOEXEC));
        try {
            return start(command, variables, folder, file, passed);
        } finally {
            LinuxCalls.close(file);
        }
    }

    private static Child start(List<String> command, List<String> env, Path folder, int output, int... passed)
            throws IOException {
        int nothing = LinuxCalls.raised(LinuxCalls.open("/dev/null", LinuxCalls.O_RDONLY | LinuxCalls.O_CLOEXEC));
        try {
            int[] descriptors = IntStream.concat(IntStream.of(nothing, output, output), IntStream.of(passed))
                    .toArray();
            int pid = Spawn.start(command, env, folder.toString(), descriptors);
            return new Child(pid, command.getFirst());
        } catch (IOException e) {
            throw new RuntimeFailed(command.getFirst() + " could not be started: " + e.getMessage(), 125);
        } finally {
            LinuxCalls.close(nothing);
        }
    }
}
