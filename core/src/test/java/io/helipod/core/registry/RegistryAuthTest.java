package io.helipod.core.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryAuthTest {
    private static final RegistryCredentials ONE = RegistryCredentials.of("one", "1");
    private static final RegistryCredentials TWO = RegistryCredentials.of("two", "2");

    @Test
    void theLongestKeyCounts() {
        RegistryAuth auth = new RegistryAuth(Optional.empty(), Map.of("quay.io", ONE, "quay.io/team", TWO));
        assertEquals(Optional.of(TWO), auth.forRepository("quay.io", "team/app"));
        assertEquals(Optional.of(ONE), auth.forRepository("quay.io", "teams/app"));
        assertEquals(Optional.empty(), auth.forRepository("quay.io.evil.example", "team/app"));
    }

    @Test
    void dockersNamesAndUrlsMeanTheHost() {
        for (String key : new String[] {
            "https://index.docker.io/v1/",
            "index.docker.io/v1/",
            "docker.io",
            "registry-1.docker.io",
            "http://docker.io"
        }) {
            RegistryAuth auth = new RegistryAuth(Optional.empty(), Map.of(key, ONE));
            assertEquals(Optional.of(ONE), auth.forRepository("docker.io", "library/busybox"), key);
        }
        assertEquals("reg.example:5000", RegistryAuth.normalized("https://reg.example:5000/v2/"));
    }
}
