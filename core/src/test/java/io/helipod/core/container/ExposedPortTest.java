package io.helipod.core.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExposedPortTest {
    @Test
    void aPortHasAProtocolAndMayBeARange() {
        assertEquals(List.of(new ExposedPort(80, PortProtocol.TCP)), ExposedPort.parse("80"));
        assertEquals(List.of(new ExposedPort(80, PortProtocol.TCP)), ExposedPort.parse("80/"));
        assertEquals("[53/udp]", ExposedPort.parse("53/UDP").toString());
        assertEquals("[7/sctp, 8/sctp, 9/sctp]", ExposedPort.parse("7-9/sctp").toString());
        assertEquals(65535, ExposedPort.parse("1-65535").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/tcp", "0", "65536", "80/icmp", "80/tcp/udp", "9-7", "-1", "1-", "a", "1-99999999999"})
    void whatIsNoPortIsRefused(String text) {
        assertThrows(InvalidArgument.class, () -> ExposedPort.parse(text));
    }
}
