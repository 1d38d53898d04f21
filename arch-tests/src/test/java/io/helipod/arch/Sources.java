package io.helipod.arch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where sources lie, seen from this module's folder; for what does not reach a class file. */
final class Sources {
    /** The folders of the modules that make the service. */
    static final List<String> MODULES = List.of("core", "adapters-http", "adapters-oci", "adapters-storage", "app");

    /** The folders of all modules that ship. */
    static final List<String> SHIPPED =
            Stream.concat(MODULES.stream(), Stream.of("arch-tests")).toList();

    private Sources() {}

    /** Packages below a source folder, by folder. */
    static List<Path> packages(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .filter(folder -> !folder.equals(sources))
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    /** Those of the packages that say nowhere what belongs there. */
    static List<Path> undocumented(Path sources) throws IOException {
        return packages(sources).stream()
                .filter(folder -> !isDocumented(folder))
                .toList();
    }

    private static boolean isDocumented(Path folder) {
        Path info = folder.resolve("package-info.java");
        try {
            return Files.exists(info) && Files.readString(info).contains("/**");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
