package io.helipod.adapters.oci.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.adapters.oci.linux.LinuxCalls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The two pipes conmon is started with: one tells it to begin, on the other it says what became of it. Java passes no further
 * descriptors to children, so a shell opens them by their path below /proc and becomes conmon.
 */
final class SyncPipe implements AutoCloseable {
    private static final int LONGEST = 1 << 16;
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

    /** conmon may begin; said before it is started, the pipe keeps it. */
    void begin() throws IOException {
        LinuxCalls.write(start[1], new byte[] {0});
    }

    /** Waits for conmon's word; -1 without message when it ended without one. */
    Answer await() throws IOException {
        LinuxCalls.close(sync[1]); // else the end of conmon would not be the end of the pipe
        writerClosed = true;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < LONGEST) {
            byte[] bytes = LinuxCalls.read(sync[0], 4096);
            if (bytes.length == 0) {
                break;
            }
            line.writeBytes(bytes);
            if (bytes[bytes.length - 1] == '\n') {
                break;
            }
        }
        if (line.size() == 0) {
            return new Answer(-1, "");
        }
        JsonNode json = new ObjectMapper().readTree(line.toString(StandardCharsets.UTF_8));
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
