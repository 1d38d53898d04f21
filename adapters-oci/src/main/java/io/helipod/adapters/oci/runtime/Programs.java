package io.helipod.adapters.oci.runtime;

import io.helipod.adapters.oci.OciConfig;
import io.helipod.adapters.oci.host.Cgroups;
import io.helipod.core.error.EngineException.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The programs containers run with, found once.
 *
 * @param runtime the OCI runtime
 * @param name its name
 * @param reason why this one
 * @param others name to path of the other runtimes found
 * @param conmon the monitor
 * @param init the init program for containers, where one is installed
 */
record Programs(
        Path runtime, String name, String reason, Map<String, String> others, Path conmon, Optional<Path> init) {
    private static final List<String> KNOWN = List.of("crun", "runc", "youki");
    private static final List<Path> FOLDERS = List.of(
            Path.of("/usr/local/bin"),
            Path.of("/usr/bin"),
            Path.of("/usr/local/sbin"),
            Path.of("/usr/sbin"),
            Path.of("/bin"),
            Path.of("/sbin"));

    static Programs find(OciConfig config, Cgroups cgroups) {
        Path conmon = first("conmon", config.conmonPaths(), config.helperDirs())
                .orElseThrow(() -> new Unavailable("conmon is not installed"));
        Map<String, String> found = new LinkedHashMap<>();
        for (String name : KNOWN) {
            first(name, config.runtimePaths().getOrDefault(name, List.of()), List.of())
                    .ifPresent(path -> found.put(name, path.toString()));
        }
        Optional<Path> init = config.initPath()
                .or(() -> first("catatonit", List.of(), config.helperDirs()))
                .filter(Files::isExecutable);
        if (config.runtime().isPresent()) {
            return wanted(config.runtime().get(), found, conmon, init);
        }
        List<String> passedOver = new ArrayList<>();
        for (Map.Entry<String, String> one : found.entrySet()) {
            if (one.getKey().equals("crun") && cgroups.hybrid()) {
                passedOver.add("crun refuses the hybrid cgroup hierarchy of this host");
                continue;
            }
            String reason = passedOver.isEmpty()
                    ? one.getKey() + " is the first runtime found that works here"
                    : String.join("; ", passedOver) + "; " + one.getKey() + " works";
            return new Programs(
                    Path.of(one.getValue()), one.getKey(), reason, without(found, one.getKey()), conmon, init);
        }
        throw new Unavailable("no OCI runtime works here: "
                + (passedOver.isEmpty() ? "neither crun nor runc is installed" : String.join("; ", passedOver)));
    }

    private static Programs wanted(String wanted, Map<String, String> found, Path conmon, Optional<Path> init) {
        Path path = wanted.startsWith("/")
                ? Path.of(wanted)
                : Optional.ofNullable(found.get(wanted))
                        .map(Path::of)
                        .or(() -> first(wanted, List.of(), List.of()))
                        .orElseThrow(() -> new Unavailable("OCI runtime " + wanted + " is not installed"));
        if (!Files.isExecutable(path)) {
            throw new Unavailable("OCI runtime " + path + " is not there or not executable");
        }
        String name = path.getFileName().toString();
        return new Programs(path, name, name + " was asked for", without(found, name), conmon, init);
    }

    private static Map<String, String> without(Map<String, String> all, String name) {
        Map<String, String> others = new LinkedHashMap<>(all);
        others.remove(name);
        return others;
    }

    private static Optional<Path> first(String name, List<Path> candidates, List<Path> folders) {
        List<Path> all = new ArrayList<>(candidates);
        folders.forEach(folder -> all.add(folder.resolve(name)));
        FOLDERS.forEach(folder -> all.add(folder.resolve(name)));
        return all.stream().filter(Files::isExecutable).findFirst();
    }
}
