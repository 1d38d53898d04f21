package io.helipod.adapters.oci.runtime;

import io.helipod.adapters.oci.OciConfig;
import io.helipod.adapters.oci.host.Cgroups;
import io.helipod.adapters.oci.host.ProcessCapabilities;
import io.helipod.adapters.oci.process.Subprocess;
import io.helipod.adapters.oci.spec.Capabilities;
import io.helipod.adapters.oci.spec.RuntimeSpecGenerator;
import io.helipod.core.container.Rlimit;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.system.RuntimeFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Puts this package together. */
public final class RuntimeModule implements AutoCloseable {
    private static final List<Path> SECCOMP_FILES =
            List.of(Path.of("/etc/containers/seccomp.json"), Path.of("/usr/share/containers/seccomp.json"));
    private static final Map<String, String> RLIMITS = Map.ofEntries(
            Map.entry("max cpu time", "cpu"),
            Map.entry("max file size", "fsize"),
            Map.entry("max data size", "data"),
            Map.entry("max stack size", "stack"),
            Map.entry("max core file size", "core"),
            Map.entry("max resident set", "rss"),
            Map.entry("max processes", "nproc"),
            Map.entry("max open files", "nofile"),
            Map.entry("max locked memory", "memlock"),
            Map.entry("max address space", "as"),
            Map.entry("max file locks", "locks"),
            Map.entry("max pending signals", "sigpending"),
            Map.entry("max msgqueue size", "msgqueue"),
            Map.entry("max nice priority", "nice"),
            Map.entry("max realtime priority", "rtprio"),
            Map.entry("max realtime timeout", "rttime"));
    private final RuntimePaths paths;
    private final ExitFiles exits = new ExitFiles();
    private final ConmonExecs execs;
    private final ConmonRuntime runtime;

    public RuntimeModule(OciConfig config, Cgroups cgroups) {
        this(config, cgroups, Duration.ofSeconds(60));
    }

    /**
     * @param limit how long a runtime may take for anything
     */
    RuntimeModule(OciConfig config, Cgroups cgroups, Duration limit) {
        this.paths = new RuntimePaths(config.stateDir(), config.runDir());
        Programs programs = Programs.find(config, cgroups);
        Optional<Path> seccomp = config.seccompProfile()
                .or(() -> SECCOMP_FILES.stream().filter(Files::isReadable).findFirst());
        List<String> capabilities = config.capabilities().isEmpty() ? Capabilities.DEFAULT : config.capabilities();
        boolean systemd = switch (config.cgroupManager()) {
            case "cgroupfs" -> false;
            case "systemd" -> true;
            default -> throw new InvalidArgument("unknown cgroup manager " + config.cgroupManager());
        };
        // asking two programs for their version takes longer than the rest of the start
        CompletableFuture<RuntimeFacts> facts = CompletableFuture.supplyAsync(() -> new RuntimeFacts(
                programs.name(),
                programs.runtime().toString(),
                version(programs.runtime()),
                programs.reason(),
                programs.others(),
                programs.conmon().toString(),
                version(programs.conmon()),
                config.cgroupManager(),
                seccomp.map(Path::toString).orElse(""),
                capabilities));
        RuntimeSpecGenerator generator = new RuntimeSpecGenerator(cgroups, capabilities, seccomp, ceilings());
        MonitorLauncher launcher = new MonitorLauncher(MonitorCgroup.here(), limit);
        this.execs = new ConmonExecs(paths, programs, generator, systemd, launcher, exits);
        this.runtime = new ConmonRuntime(
                paths,
                programs,
                generator,
                facts::join,
                systemd,
                launcher,
                exits,
                execs,
                Freezer.here(cgroups.version()));
    }

    private static String version(Path program) {
        return Subprocess.run(List.of(program.toString(), "--version"), Duration.ofSeconds(10))
                .output()
                .strip();
    }

    /** The hard limits of this process (proc(5) limits), or none when it may raise them: then only the kernel's own counts. */
    private static Map<String, Rlimit> ceilings() {
        Map<String, Rlimit> all = new HashMap<>();
        if (ProcessCapabilities.raisesLimits()) {
            openFilesOfKernel().ifPresent(most -> all.put("nofile", new Rlimit(most, most)));
            return all;
        }
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                for (Map.Entry<String, String> known : RLIMITS.entrySet()) {
                    if (line.toLowerCase(Locale.ROOT).startsWith(known.getKey() + " ")) {
                        String[] values =
                                line.substring(known.getKey().length()).strip().split("\\s+");
                        all.put(known.getValue(), new Rlimit(limit(values[0]), limit(values[1])));
                    }
                }
            }
        } catch (IOException e) {
            throw new StorageFailed("the limits of this process could not be read", e);
        }
        return all;
    }

    private static Optional<Long> openFilesOfKernel() {
        try {
            return Optional.of(Long.parseLong(
                    Files.readString(Path.of("/proc/sys/fs/nr_open")).strip()));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static long limit(String text) {
        return text.equals("unlimited") ? -1 : Long.parseLong(text);
    }

    public ConmonRuntime runtime() {
        return runtime;
    }

    public ConmonExecs execs() {
        return execs;
    }

    public ConmonConsole console() {
        return new ConmonConsole(paths);
    }

    public RuntimePaths paths() {
        return paths;
    }

    @Override
    public void close() {
        runtime.close();
    }
}
