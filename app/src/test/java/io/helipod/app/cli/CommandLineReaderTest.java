package io.helipod.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.app.cli.CommandLineReader.Request;
import io.helipod.app.config.Setting;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineReaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--root /r --time 0 system service unix:///s",
                "--root=/r system service --time=0 unix:///s",
                "system service --root /r --time 0 unix:///s",
                "system service unix:///s -t 0 --root /r",
                "system --root /x service --root /r --timeout 0 unix:///s"
            })
    void flagsMayStandAnywhereAndTheLastOneCounts(String line) {
        assertEquals(
                new Request.Serve(Map.of(Setting.ROOT, "/r", Setting.TIME, "0", Setting.URI, "unix:///s")),
                read(line.split(" ")));
    }

    @Test
    void aSwitchNeedsNoValue() {
        assertEquals(
                new Request.Serve(Map.of(Setting.INSECURE_TCP, "true", Setting.URI, "tcp://0.0.0.0:1")),
                read("system", "service", "--allow-insecure-tcp", "tcp://0.0.0.0:1"));
    }

    @Test
    void anEmptyUriIsNone() {
        assertEquals(new Request.Serve(Map.of()), read("system", "service", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "system", "system service --nope", "system service --time", "system service a b", "run"})
    void whatIsNotUnderstoodIsRefused(String line) {
        assertInstanceOf(Request.Refuse.class, read(line.isEmpty() ? new String[0] : line.split(" ")));
    }

    @Test
    void helpAndVersionArePrinted() {
        Request.Print help = assertInstanceOf(Request.Print.class, read("system", "service", "--help"));
        assertTrue(help.text().contains("--profile-address"), help::text);
        assertEquals(new Request.Print("helipod version 1.2.3\n"), read("--version"));
    }

    private static Request read(String... args) {
        return new CommandLineReader("1.2.3").read(args);
    }
}
