package io.helipod.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every module and package says what belongs there; read from the sources, as comments do not reach a class file. */
class DocumentationTest {
    private static final Path OWN_TESTS = Path.of("src", "test", "java");

    @Test
    void everyPackageSaysWhatBelongsThere() throws IOException {
        for (String module : Sources.SHIPPED) {
            Path sources = sources(module);
            assertTrue(!Sources.packages(sources).isEmpty(), () -> "no packages in " + sources);
            assertEquals(List.of(), Sources.undocumented(sources));
        }
    }

    @Test
    void everyModuleSaysWhatBelongsThere() throws IOException {
        for (String module : Sources.SHIPPED) {
            Path info = sources(module).resolve("module-info.java");
            assertTrue(Files.readString(info).contains("/**"), () -> info + " has no documentation");
        }
    }

    @Test
    void aPackageWithoutDocumentationIsFound() throws IOException {
        Path violation = OWN_TESTS.resolve("io/helipod/violations/core/alpha");
        assertTrue(Sources.undocumented(OWN_TESTS).contains(violation));
    }

    private static Path sources(String module) {
        return Path.of("..", module, "src", "main", "java");
    }
}
