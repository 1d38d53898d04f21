package io.helipod.adapters.storage.layer;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Tests that mount and make devices need root: skipped aloud on a laptop, failed where CI is set. */
final class Root {
    private Root() {}

    static void required() throws IOException {
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            fail("layers need root");
        }
        System.err.println("SKIPPED: layers need root");
        Assumptions.abort("layers need root");
    }
}
