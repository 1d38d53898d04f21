package io.helipod.adapters.storage.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerLockTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    Path folder;

    @Test
    void aSecondTakerInThisProcessIsToldWhoHoldsIt() {
        Path file = folder.resolve("owner.lock");
        try (OwnerLock _ = OwnerLock.take(file, NOW)) {
            Unavailable refusal = assertThrows(Unavailable.class, () -> OwnerLock.take(file, NOW));
            assertTrue(refusal.toString().contains("since " + NOW), refusal.toString());
        }
        OwnerLock.take(file, NOW).close();
    }

    @Test
    void anotherProcessHoldsItUntilItIsKilled() throws Exception {
        Path file = folder.resolve("owner.lock");
        Process other = other(file);
        try {
            assertEquals('h', other.getInputStream().read());
            Unavailable refusal = assertThrows(Unavailable.class, () -> OwnerLock.take(file, NOW));
            assertTrue(refusal.toString().contains("pid " + other.pid()), refusal.toString());
        } finally {
            other.destroyForcibly();
        }
        assertTrue(other.waitFor(10, TimeUnit.SECONDS));
        OwnerLock.take(file, NOW).close();
    }

    @Test
    void whoHeldItIsForgottenAtClose() throws IOException {
        Path file = folder.resolve("owner.lock");
        OwnerLock.take(file, NOW).close();
        assertEquals("", Files.readString(file));
    }

    private static Process other(Path file) throws IOException {
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Holds the lock until killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            OwnerLock lock = OwnerLock.take(Path.of(args[0]), Instant.now());
            System.out.print("h");
            System.out.flush();
            while (System.in.read() >= 0) {
                // waits for the end of the test, should it forget us
            }
            lock.close();
        }
    }
}
