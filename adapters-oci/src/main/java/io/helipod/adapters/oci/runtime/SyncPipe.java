package io.helipod.adapters.oci.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.adapters.oci.linux.LinuxCalls;
import io.helipod.core.error.EngineException.RuntimeFailed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The pipes conmon is started with: one tells it to begin, on the next it says what became of it, and for an exec session on a third
 * that clients may attach. For one platform thread.
 */
final class SyncPipe implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SyncPipe.class.getName());
    private static final int LONGEST = 1 << 16;
    private static final int CLOSED = -1;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final int[] sync;
    private final int[] start;
    private final int[] attach;

    /**
     * @param withAttach for an exec session
     */
    SyncPipe(boolean withAttach) throws IOException {
        sync = LinuxCalls.pipe();
        start = LinuxCalls.pipe();
        attach = withAttach ? LinuxCalls.pipe() : new int[] {CLOSED, CLOSED};
    }

    /**
     * What conmon says.
     *
     * @param data a pid, or -1
     * @param message why not; may be empty
     */
    record Answer(long data, String message) {}

    private boolean withAttach() {
        return attach[0] != CLOSED;
    }

    /** The ends for conmon, which become its descriptors 3, 4 and perhaps 5. */
    int[] passed() {
        return withAttach() ? new int[] {sync[1], start[0], attach[1]} : new int[] {sync[1], start[0]};
    }

    /** How conmon finds them. */
    Map<String, String> env() {
        return withAttach()
                ? Map.of("_OCI_SYNCPIPE", "3", "_OCI_STARTPIPE", "4", "_OCI_ATTACHPIPE", "5")
                : Map.of("_OCI_SYNCPIPE", "3", "_OCI_STARTPIPE", "4");
    }

    /** conmon has its ends; ours of them are closed, else the end of conmon would not be the end of the pipes. */
    void handedOver() {
        close(sync, 1);
        close(start, 0);
        close(attach, 1);
    }

    /** conmon may begin; with an exec session a second time, when whoever wants to is attached. One that is gone is heard of by waiting. */
    void begin() {
        try {
            LinuxCalls.write(start[1], new byte[] {0});
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "conmon ended before it was told to begin", e);
        }
    }

    /**
     * Waits for conmon's word; -1 without message when it ended without one.
     *
     * @param overdue called when the time is up; it has to end conmon, and with it this
     */
    Answer await(Duration limit, Runnable overdue) throws IOException {
        return answer(sync[0], limit, overdue);
    }

    /** Waits until clients can attach; -1 when conmon ended before. */
    Answer awaitAttach(Duration limit, Runnable overdue) throws IOException {
        return answer(attach[0], limit, overdue);
    }

    private static Answer answer(int pipe, Duration limit, Runnable overdue) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long end = System.nanoTime() + limit.toNanos();
        while (line.size() < LONGEST) {
            if (!LinuxCalls.awaitReadable(pipe, Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                overdue.run();
                throw new RuntimeFailed("the runtime did not answer within " + limit.toSeconds() + " s", 125);
            }
            byte[] bytes = LinuxCalls.read(pipe, 4096);
            line.writeBytes(bytes);
            if (bytes.length == 0 || bytes[bytes.length - 1] == '\n') {
                break;
            }
        }
        if (line.size() == 0) {
            return new Answer(-1, "");
        }
        JsonNode json = JSON.readTree(line.toByteArray());
        return new Answer(json.path("data").asLong(-1), json.path("message").asText(""));
    }

    @Override
    public void close() {
        for (int[] pipe : List.of(sync, start, attach)) {
            close(pipe, 0);
            close(pipe, 1);
        }
    }

    private static void close(int[] pipe, int end) {
        if (pipe[end] != CLOSED) {
            LinuxCalls.close(pipe[end]);
            pipe[end] = CLOSED;
        }
    }
}
