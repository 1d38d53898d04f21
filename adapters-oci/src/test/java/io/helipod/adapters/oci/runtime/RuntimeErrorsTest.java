package io.helipod.adapters.oci.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helipod.core.error.EngineException.RuntimeFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeErrorsTest {
    @TempDir
    private Path folder;

    private RuntimeFailed of(String log, String fallback) throws IOException {
        Path file = folder.resolve("oci-log");
        Files.writeString(file, log);
        return RuntimeErrors.of("runc", file, fallback);
    }

    @ParameterizedTest
    @CsvSource({
        "exec: \"x\": executable file not found in $PATH,127",
        "exec: \"/x\": stat /x: no such file or directory,127",
        "exec: \"/etc\": is a directory,126",
        "cgroup: no space left on device,125"
    })
    void theWordsOfTheRuntimeDecideTheCode(String words, int code) throws IOException {
        RuntimeFailed failure = of("{\"level\":\"error\",\"msg\":\"" + words.replace("\"", "\\\"") + "\"}\n", "");
        assertEquals(code, failure.exitCode());
        assertEquals("runc: " + words, failure.message());
    }

    @ParameterizedTest
    @CsvSource({
        "executable file `x` not found in $PATH: No such file or directory,no such file or directory,127",
        "exec /x: Permission denied,permission denied,126",
        "open executable: Operation not permitted,permission denied,126",
        "exec /x: exec format error,permission denied,126"
    })
    void dockersClientFindsTheWordsItLooksFor(String words, String added, int code) throws IOException {
        RuntimeFailed failure = of("{\"level\":\"error\",\"msg\":\"" + words + "\"}\n", "");
        assertEquals(code, failure.exitCode());
        assertEquals("runc: " + words + ": " + added, failure.message());
    }

    @Test
    void theLastErrorOfTheLogCounts() throws IOException {
        String log = "noise\n{\"level\":\"error\",\"msg\":\"first\"}\n{\"level\":\"fatal\",\"msg\":\"last\"}\n"
                + "{\"level\":\"warning\",\"msg\":\"later\"}\n";
        assertEquals("runc: last", of(log, "other").message());
    }

    @Test
    void withoutALogTheRestIsTold() throws IOException {
        assertEquals("runc: other", of("", " other\n").message());
        assertEquals("runc: other", of("{broken\n", "other").message());
        assertEquals("runc: other", of("x".repeat(2 << 20), "other").message());
        assertEquals("runc: it ended without a word", of("", "").message());
        assertEquals(
                "runc: other",
                RuntimeErrors.of("runc", folder.resolve("none"), "other").message());
    }
}
