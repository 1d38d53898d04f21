package io.helipod.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "unix:///run/a.sock, unix:///run/a.sock",
        "unix:/run/a.sock, unix:///run/a.sock",
        "unix:///run/../tmp/a.sock, unix:///tmp/a.sock",
        "tcp://127.0.0.1:8080, tcp://127.0.0.1:8080",
        "tcp:127.0.0.1:8080, tcp://127.0.0.1:8080",
        "tcp://:0, tcp://127.0.0.1:0",
        "tcp://[::1]:1, tcp://[0:0:0:0:0:0:0:1]:1"
    })
    void addressesAreUnderstood(String uri, String meaning) {
        assertEquals(meaning, ListenAddress.parse(uri).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fd://3",
                "http://127.0.0.1:1",
                "unix://relative",
                "unix:///",
                "tcp://127.0.0.1",
                "tcp://127.0.0.1:",
                "tcp://127.0.0.1:65536",
                "tcp://127.0.0.1:-1",
                "tcp://::1:80"
            })
    void nonsenseIsRefused(String uri) {
        assertThrows(InvalidArgument.class, () -> ListenAddress.parse(uri));
    }

    @Test
    void aPathLongerThanTheKernelTakesIsRefused() {
        assertInstanceOf(ListenAddress.Unix.class, ListenAddress.parse("unix:///" + "a".repeat(106)));
        assertThrows(InvalidArgument.class, () -> new ListenAddress.Unix(Path.of("/" + "a".repeat(107))));
    }

    @Test
    void plainTcpLeavesThisMachineOnlyWhenThatIsMeant() {
        ListenAddress open = ListenAddress.parse("tcp://0.0.0.0:1234");

        assertThrows(InvalidArgument.class, () -> config(open, false));
        assertEquals(open, config(open, true).address());
        assertEquals(
                "tcp://127.0.0.1:0",
                config(ListenAddress.parse("tcp://127.0.0.1:0"), false)
                        .address()
                        .toString());
    }

    private static ServiceConfig config(ListenAddress address, boolean insecure) {
        return new ServiceConfig(
                address, Duration.ZERO, Optional.empty(), Optional.empty(), Optional.empty(), insecure);
    }
}
