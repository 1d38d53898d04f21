package io.helipod.adapters.oci.process;

import io.helipod.adapters.oci.linux.LinuxCalls;
import io.helipod.core.error.EngineException.RuntimeFailed;
import java.io.IOException;
import java.time.Duration;

/**
 * A program that {@link Subprocess} started. Whoever has one has to wait for it, on a platform thread.
 *
 * @param name for errors
 */
public record Child(int pid, String name) {
    private static final int SIGKILL = 9;

    /** Waits for its end, by force when the time is up; its exit code, or RuntimeFailed when it was late. */
    public int await(Duration limit) throws IOException {
        int process = LinuxCalls.openProcess(pid);
        try {
            boolean inTime = LinuxCalls.awaitReadable(process, limit);
            if (!inTime) {
                kill(process);
            }
            int code = LinuxCalls.awaitChild(pid);
            if (!inTime) {
                throw new RuntimeFailed(name + " did not end within " + limit.toSeconds() + " s", 125);
            }
            return code;
        } finally {
            LinuxCalls.close(process);
        }
    }

    /** With all that it has started. */
    private void kill(int process) throws IOException {
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).forEach(ProcessHandle::destroyForcibly);
        LinuxCalls.signal(process, SIGKILL);
    }
}
