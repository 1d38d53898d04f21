package io.helipod.adapters.oci.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.oci.linux.LinuxCalls;
import io.helipod.core.error.EngineException.RuntimeFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubprocessTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private static Subprocess.Result sh(String script) {
        return Subprocess.run(List.of("/bin/sh", "-c", script), LIMIT);
    }

    @Test
    void whatAProgramWritesAndHowItEndsIsTold() {
        Subprocess.Result result = sh("echo out; echo err >&2; exit 3");
        assertEquals(3, result.code());
        assertEquals("out\nerr\n", result.output());
        assertEquals(143, sh("kill $$").code());
    }

    @Test
    void aProgramGetsAMinimalEnvironmentAndNoInput() {
        assertTrue(sh("env").output().lines().allMatch(line -> line.matches("(PATH|PWD|SHLVL|_)=.*")));
        assertEquals("", sh("cat").output());
        assertEquals("/\n", sh("pwd").output());
    }

    @Test
    void noDescriptorOfTheEngineIsOpenInAProgram() throws IOException {
        int[] pipe = LinuxCalls.pipe();
        try {
            // 3 is the listing's own
            assertEquals("0\n1\n2\n3\n", sh("ls /proc/self/fd").output());
        } finally {
            LinuxCalls.close(pipe[0]);
            LinuxCalls.close(pipe[1]);
        }
    }

    @Test
    void noSignalIsBlockedOrIgnored() {
        String status = sh("cat /proc/self/status").output();
        assertTrue(status.contains("SigBlk:\t0000000000000000\n"), status);
        assertTrue(status.contains("SigIgn:\t0000000000000000\n"), status);
    }

    @Test
    void aProgramThatHangsIsEndedWithWhatItStarted() {
        long begin = System.nanoTime();
        RuntimeFailed failure = assertThrows(
                RuntimeFailed.class,
                () -> Subprocess.run(List.of("/bin/sh", "-c", "sleep 1000 & exec sleep 1000"), Duration.ofMillis(300)));
        assertTrue(failure.message().contains("did not end within"), failure.message());
        assertTrue(System.nanoTime() - begin < LIMIT.toNanos());
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        RuntimeFailed failure =
                assertThrows(RuntimeFailed.class, () -> Subprocess.run(List.of("/nosuch/program"), LIMIT));
        assertTrue(failure.message().contains("/nosuch/program"), failure.message());
    }

    @Test
    void aLaunchedProgramHasTheDescriptorsItWasPassedAndWritesToItsFile() throws IOException {
        int[] there = LinuxCalls.pipe();
        int[] back = LinuxCalls.pipe();
        try {
            Path output = folder.resolve("out");
            LinuxCalls.write(there[1], "hello\n".getBytes(StandardCharsets.US_ASCII));
            int code = Blocking.call(() -> {
                Child child = Subprocess.launch(
                        List.of("/bin/sh", "-c", "read line <&3; echo \"$line\" >&4; pwd; echo $MINE; exit 5"),
                        Map.of("MINE", "a b"),
                        folder,
                        output,
                        there[0],
                        back[1]);
                return child.await(LIMIT);
            });
            assertEquals(5, code);
            assertEquals("hello\n", new String(LinuxCalls.read(back[0], 100), StandardCharsets.US_ASCII));
            assertEquals(folder + "\na b\n", Files.readString(output));
        } finally {
            for (int one : new int[] {there[0], there[1], back[0], back[1]}) {
                LinuxCalls.close(one);
            }
        }
    }

    @Test
    void outputIsCutNotHeld() {
        assertTrue(sh("head -c 1000000 /dev/zero").output().length() < 1 << 17);
    }
}
