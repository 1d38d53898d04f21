package io.helipod.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BuildInfoTest {
    @Test
    void theBuildKnowsItsVersion() {
        assertTrue(BuildInfo.version().engine().matches("\\d+\\.\\d+\\.\\d+.*"));
        assertTrue(BuildInfo.version().buildTime() > 0);
    }
}
