package io.helipod.app.config;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * Reads containers.conf files into one flat map, later files over earlier ones (containers.conf(5)). A list replaces the
 * earlier one, unless one of its elements is {@code {append=true}}. Keys are dotted, list elements numbered.
 */
public final class ContainersConf {
    private static final long MAX_BYTES = 1 << 20;

    private final Map<String, String> values = new LinkedHashMap<>();

    private ContainersConf() {}

    /**
     * The files that count, in order: {@code CONTAINERS_CONF} alone, else the usual ones below {@code fileSystemRoot} with
     * their drop-ins; then {@code CONTAINERS_CONF_OVERRIDE}.
     */
    public static List<Path> files(Map<String, String> environment, Path fileSystemRoot) {
        List<Path> files = new ArrayList<>();
        String only = environment.getOrDefault("CONTAINERS_CONF", "");
        if (only.isEmpty()) {
            files.add(fileSystemRoot.resolve("usr/share/containers/containers.conf"));
            files.add(fileSystemRoot.resolve("etc/containers/containers.conf"));
            files.addAll(dropIns(fileSystemRoot.resolve("etc/containers/containers.conf.d")));
            files.removeIf(file -> !Files.isRegularFile(file));
        } else {
            files.add(Path.of(only));
        }
        String override = environment.getOrDefault("CONTAINERS_CONF_OVERRIDE", "");
        if (!override.isEmpty()) {
            files.add(Path.of(override));
        }
        return List.copyOf(files);
    }

    /** Reads and merges the files; one that is missing or malformed is an InvalidArgument that names it. */
    public static Map<String, String> read(List<Path> files) {
        ContainersConf conf = new ContainersConf();
        for (Path file : files) {
            conf.merge("", parse(file));
        }
        return Map.copyOf(conf.values);
    }

    /** A file's top table; one that is missing or malformed is an InvalidArgument that names it. */
    static TomlTable parse(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidArgument(file + ": larger than " + MAX_BYTES + " bytes");
            }
            TomlParseResult result = Toml.parse(file);
            if (result.hasErrors()) {
                throw new InvalidArgument(file + ": " + result.errors().getFirst());
            }
            return result;
        } catch (IOException e) {
            throw new InvalidArgument(file + ": cannot be read", e);
        }
    }

    /** The files of a drop-in folder, in order. */
    static List<Path> dropIns(Path folder) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.conf")) {
                entries.forEach(found::add);
            } catch (IOException e) {
                throw new InvalidArgument(folder + ": cannot be read", e);
            }
        }
        found.sort(null);
        return found;
    }

    private void merge(String prefix, TomlTable table) {
        for (String name : table.keySet()) {
            String key = prefix + name;
            Object value = table.get(List.of(name));
            if (value instanceof TomlTable inner) {
                merge(key + ".", inner);
            } else if (value instanceof TomlArray array) {
                mergeList(key, array);
            } else if (value != null) {
                values.put(key, value.toString());
            }
        }
    }

    private void mergeList(String key, TomlArray array) {
        boolean append = false;
        List<String> elements = new ArrayList<>();
        for (Object element : array.toList()) {
            if (element instanceof TomlTable attributes) {
                append |= Boolean.TRUE.equals(attributes.get("append"));
            } else {
                elements.add(element.toString());
            }
        }
        int next = 0;
        while (values.containsKey(key + "." + next)) {
            if (!append) {
                values.remove(key + "." + next);
            }
            next++;
        }
        int start = append ? next : 0;
        for (int i = 0; i < elements.size(); i++) {
            values.put(key + "." + (start + i), elements.get(i));
        }
    }
}
