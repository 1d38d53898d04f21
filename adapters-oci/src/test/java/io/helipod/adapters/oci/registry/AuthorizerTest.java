package io.helipod.adapters.oci.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.registry.RegistryCredentials;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthorizerTest {
    @ParameterizedTest
    @CsvSource({
        "https://reg.example/token, false",
        "https://REG.example:5001/token, false",
        "https://auth.example/token, true"
    })
    void aTokenServiceElsewhereNeedsATrustedCertificate(String realm, boolean verified) {
        List<Boolean> asked = new ArrayList<>();
        Authorizer authorizer = new Authorizer(
                (what, source, request) -> {
                    asked.add(source.verify());
                    throw new NoAnswer(new IOException("nobody there"));
                },
                InstantSource.system());
        Session insecure = new Session(
                new Source("reg.example", "a", false),
                URI.create("https://reg.example"),
                RegistryCredentials.of("me", "canary"),
                "repository:a:pull",
                new Patience(1, Duration.ZERO));
        assertThrows(
                NoAnswer.class,
                () -> authorizer.answer("reading", insecure, List.of("Bearer realm=\"" + realm + "\"")));
        assertEquals(List.of(verified), asked);
    }
}
