package io.helipod.app.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helipod.adapters.http.HttpAdapterConfig;
import io.helipod.app.EngineConfig;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureSettingsTest {
    private static FeatureSettings of(Map<String, String> values) {
        return FeatureSettings.of(Config.just(ConfigSources.create(values)).get("server.features.helipod"));
    }

    @Test
    void whatIsNotSaidIsDefault() {
        FeatureSettings settings = of(Map.of("server.features.helipod.enabled", "true"));
        assertEquals(EngineConfig.defaults(), settings.engine());
        assertEquals(List.of("@default"), settings.sockets());
        assertEquals(HttpAdapterConfig.DEFAULT, settings.http());
        assertFalse(settings.insecureTcp());
    }

    @Test
    void everyKeyIsRead() {
        FeatureSettings settings = of(Map.of(
                "server.features.helipod.root", "/data/engine",
                "server.features.helipod.runroot", "/run/engine",
                "server.features.helipod.runtime", "runc",
                "server.features.helipod.conmon", "/opt/conmon",
                "server.features.helipod.cgroup-manager", "systemd",
                "server.features.helipod.cors", "https://a.example",
                "server.features.helipod.allow-insecure-tcp", "true",
                "server.features.helipod.sockets.0", "one",
                "server.features.helipod.sockets.1", "two"));
        assertEquals(Path.of("/data/engine"), settings.engine().storage().root());
        assertEquals(Path.of("/run/engine"), settings.engine().storage().runRoot());
        assertEquals(Optional.of("runc"), settings.engine().runtime().wanted());
        assertEquals(
                List.of(Path.of("/opt/conmon")), settings.engine().runtime().conmon());
        assertEquals("systemd", settings.engine().runtime().cgroupManager());
        assertEquals(Optional.of("https://a.example"), settings.http().corsOrigin());
        assertTrue(settings.insecureTcp());
        assertEquals(List.of("one", "two"), settings.sockets());
    }

    @ParameterizedTest
    @CsvSource({
        "rot, /x, server.features.helipod.rot is not a known setting",
        "root.x, y, root is not a single value",
        "root, relative, relative is not an absolute folder",
        "cgroup-manager, x, neither cgroupfs nor systemd",
        "sockets.x.y, z, sockets",
        "cors, a\tb, the CORS origin holds a character",
        "allow-insecure-tcp, maybe, neither true nor false",
    })
    void whatCannotBeMeantIsRefusedByName(String key, String value, String words) {
        InvalidArgument refusal =
                assertThrows(InvalidArgument.class, () -> of(Map.of("server.features.helipod." + key, value)));
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }
}
