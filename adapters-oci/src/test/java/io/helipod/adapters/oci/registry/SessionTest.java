package io.helipod.adapters.oci.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helipod.core.registry.RegistryCredentials;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {
    @ParameterizedTest
    @CsvSource({
        "https://reg.example, https://reg.example/v2/, true",
        "https://reg.example, https://reg.example:443/v2/, true",
        "https://reg.example:443, https://REG.example/v2/, true",
        "http://reg.example:80, http://reg.example/v2/, true",
        "https://reg.example, https://reg.example:444/v2/, false",
        "https://reg.example, http://reg.example:443/v2/, false",
        "https://reg.example, https://evil.example/v2/, false",
        "https://reg.example:5000, https://reg.example/v2/, false"
    })
    void theRegistrysPlaceIsKnownHoweverItIsWritten(URI base, URI place, boolean home) {
        Session session = new Session(
                new Source("reg.example", "a", true),
                base,
                RegistryCredentials.ANONYMOUS,
                "",
                new Patience(1, Duration.ZERO));
        assertEquals(home, session.isHome(place));
    }
}
