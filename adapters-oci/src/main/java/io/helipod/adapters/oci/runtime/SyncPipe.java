package io.helipod.adapters.oci.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.adapters.oci.linux.LinuxCalls;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.error.EngineException.Unavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The two pipes conmon is started with: one tells it to begin, on the other it says what became of it. Java passes no further
 * descriptors to children, so a shell opens them by their path below /proc and becomes conmon.
 */
final class SyncPipe implements AutoCloseable {
    private static final int LONGEST = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ExecutorService READERS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("helipod-conmon-", 0).factory());
    private final int[] sync;
    private final int[] start;
    private boolean writerClosed;

    SyncPipe() throws IOException {
        sync = LinuxCalls.pipe();
        start = LinuxCalls.pipe();
    }

    /**
     * What conmon says.
     *
     * @param data a pid, or -1
     * @param message why not; may be empty
     */
    record Answer(long data, String message) {}

    /** The shell line that runs its arguments with descriptors 3 and 4. */
    String shell() {
        long self = ProcessHandle.current().pid();
        return "exec \"$@\" 3>/proc/" + self + "/fd/" + sync[1] + " 4</proc/" + self + "/fd/" + start[0];
    }

    /** conmon may begin. */
    void begin() {
        try {
            LinuxCalls.write(start[1], new byte[] {0});
        } catch (IOException e) {
            throw new RuntimeFailed("conmon could not be told to begin: " + e.getMessage(), 125);
        }
    }

    /**
     * Waits for conmon's word; -1 without message when it ended without one.
     *
     * @param overdue called when the time is up; it has to end conmon, and with it this
     */
    Answer await(Duration limit, Runnable overdue) throws IOException {
        LinuxCalls.close(sync[1]); // else the end of conmon would not be the end of the pipe
        writerClosed = true;
        Future<byte[]> line = READERS.submit(this::line);
        boolean late = false;
        try {
            return answer(line.get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            late = true;
        } catch (InterruptedException e) {
            // what was begun has to be undone, so it is ended first
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
        overdue.run();
        throw late
                ? new RuntimeFailed("the runtime did not answer within " + limit.toSeconds() + " s", 125)
                : new Unavailable("interrupted while a container was created");
    }

    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < LONGEST) {
            byte[] bytes = LinuxCalls.read(sync[0], 4096);
            line.writeBytes(bytes);
            if (bytes.length == 0 || bytes[bytes.length - 1] == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }

    private static Answer answer(byte[] line) throws IOException {
        if (line.length == 0) {
            return new Answer(-1, "");
        }
        JsonNode json = JSON.readTree(line);
        return new Answer(json.path("data").asLong(-1), json.path("message").asText(""));
    }

    @Override
    public void close() {
        LinuxCalls.close(sync[0]);
        LinuxCalls.close(start[0]);
        LinuxCalls.close(start[1]);
        if (!writerClosed) {
            LinuxCalls.close(sync[1]);
        }
    }
}
