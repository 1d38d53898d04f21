package io.helipod.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helipod.core.CoreConfig;
import io.helipod.core.image.Platform;
import io.helipod.core.system.EngineVersion;
import org.junit.jupiter.api.Test;

class CoreWiringTest {
    private static final EngineVersion VERSION = new EngineVersion("1", "5", 0, "");

    @Test
    void theCoreGetsTheDefaultsOfContainers() {
        CoreConfig core = CoreWiring.config(EngineConfig.defaults(), VERSION, "amd64", 8);

        assertEquals(10, core.stopTimeout());
        assertEquals(2048, core.pidsLimit());
        assertEquals(-1, core.logMaxSize());
        assertEquals(64 << 20, core.shmSize());
        assertEquals(8, core.workers());
    }

    @Test
    void oneProcessorStillGetsTwoWorkers() {
        assertEquals(
                2,
                CoreWiring.config(EngineConfig.defaults(), VERSION, "amd64", 1).workers());
    }

    @Test
    void javasNamesOfTheMachineBecomeGos() {
        assertEquals(new Platform("linux", "arm64", "v8"), CoreWiring.platform("aarch64"));
        assertEquals(new Platform("linux", "amd64", ""), CoreWiring.platform("amd64"));
        assertEquals(new Platform("linux", "amd64", ""), CoreWiring.platform("x86_64"));
    }
}
