package io.helipod.arch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What each module opens to whom, read from its descriptor. */
class ModuleTest {
    private final Map<String, ModuleDescriptor> modules = modules();

    @Test
    void thereAreSixModules() {
        assertEquals(
                Set.of(
                        "io.helipod.core",
                        "io.helipod.adapters.http",
                        "io.helipod.adapters.oci",
                        "io.helipod.adapters.storage",
                        "io.helipod.app",
                        "io.helipod.arch.tests"),
                modules.keySet());
    }

    @Test
    void coreNeedsNothingButTheJdkAtRunTime() {
        Set<String> needed = module("io.helipod.core").requires().stream()
                .filter(requires -> !requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.STATIC))
                .map(ModuleDescriptor.Requires::name)
                .collect(Collectors.toSet());
        assertEquals(Set.of("java.base"), needed);
    }

    @Test
    void drivenPortsAreForTheirOwnersOnlyAndInternalsForNobody() {
        Map<String, Set<String>> qualified = exports(module("io.helipod.core"), true);
        assertEquals(
                Map.of(
                        "io.helipod.core.spi.image", Set.of("io.helipod.adapters.oci", "io.helipod.app"),
                        "io.helipod.core.spi.registry", Set.of("io.helipod.adapters.oci", "io.helipod.app"),
                        "io.helipod.core.spi.runtime", Set.of("io.helipod.adapters.oci", "io.helipod.app"),
                        "io.helipod.core.spi.storage", Set.of("io.helipod.adapters.storage", "io.helipod.app")),
                qualified);
        for (String exported : exports(module("io.helipod.core"), false).keySet()) {
            assertTrue(
                    !exported.contains(".internal") && !exported.contains(".spi"), () -> exported + " is open to all");
        }
    }

    @Test
    void adaptersShowTheirFactoryPackageOnly() {
        for (String name : Set.of("io.helipod.adapters.oci", "io.helipod.adapters.storage")) {
            assertTrue(exports(module(name), false).isEmpty(), () -> name + " exports to all");
            for (Map.Entry<String, Set<String>> export :
                    exports(module(name), true).entrySet()) {
                assertEquals(Map.entry(name, Set.of("io.helipod.app")), export);
            }
        }
        for (String exported :
                exports(module("io.helipod.adapters.http"), false).keySet()) {
            assertEquals("io.helipod.adapters.http", exported);
        }
        for (String exported : exports(module("io.helipod.app"), false).keySet()) {
            assertEquals("io.helipod.app", exported);
        }
    }

    @Test
    void packagesAreOpenedToJacksonOnly() {
        for (ModuleDescriptor module : modules.values()) {
            assertTrue(!module.isOpen(), () -> module.name() + " is open");
            for (ModuleDescriptor.Opens opens : module.opens()) {
                assertEquals(Set.of("com.fasterxml.jackson.databind"), opens.targets(), () -> module + " " + opens);
            }
        }
    }

    @Test
    void whatAModuleProvidesIsFoundOnTheClassPathToo() throws IOException {
        Set<String> declared = new TreeSet<>();
        for (ModuleDescriptor module : modules.values()) {
            module.provides()
                    .forEach(provides -> provides.providers()
                            .forEach(provider -> declared.add(provides.service() + " " + provider)));
        }
        assertTrue(declared.size() >= 4, () -> "only " + declared);
        Set<String> listed = new TreeSet<>();
        for (String line : declared) {
            String service = line.split(" ", 2)[0];
            Enumeration<URL> files = ModuleTest.class.getClassLoader().getResources("META-INF/services/" + service);
            for (URL file : Collections.list(files)) {
                try (InputStream in = file.openStream()) {
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(provider -> provider.startsWith("io.helipod."))
                            .forEach(provider -> listed.add(service + " " + provider.strip()));
                }
            }
        }
        assertEquals(declared, listed);
    }

    private ModuleDescriptor module(String name) {
        return Map.copyOf(modules)
                .getOrDefault(name, ModuleDescriptor.newModule("missing").build());
    }

    private static Map<String, Set<String>> exports(ModuleDescriptor module, boolean qualified) {
        Map<String, Set<String>> exports = new TreeMap<>();
        for (ModuleDescriptor.Exports export : module.exports()) {
            if (export.isQualified() == qualified) {
                exports.put(export.source(), new TreeSet<>(export.targets()));
            }
        }
        return exports;
    }

    private static Map<String, ModuleDescriptor> modules() {
        Path[] ours = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> !entry.toString().endsWith("-tests.jar"))
                .toArray(Path[]::new);
        Map<String, ModuleDescriptor> found = new TreeMap<>();
        for (Path entry : ours) {
            if (entry.toString().endsWith("test-classes")
                    || !entry.toString().matches(".*(helipod|target.classes).*")) {
                continue;
            }
            ModuleFinder.of(entry).findAll().stream()
                    .map(reference -> reference.descriptor())
                    .filter(module -> module.name().startsWith("io.helipod."))
                    .forEach(module -> found.put(module.name(), module));
        }
        return found;
    }
}
