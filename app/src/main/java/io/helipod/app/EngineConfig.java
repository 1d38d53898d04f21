package io.helipod.app;

import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.Rlimit;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the engine is set up, apart from serving it. The defaults are {@link Storage#DEFAULT}, {@link Runtime#DEFAULT},
 * {@link Defaults#DEFAULT} and {@link RegistrySettings#DEFAULT}.
 *
 * @param registries how registries are found and spoken to
 */
public record EngineConfig(Storage storage, Runtime runtime, Defaults containers, RegistrySettings registries) {
    /** Everything by default. */
    public static EngineConfig defaults() {
        return new EngineConfig(Storage.DEFAULT, Runtime.DEFAULT, Defaults.DEFAULT, RegistrySettings.DEFAULT);
    }

    /** This, kept below other folders. */
    public EngineConfig withStorage(Path root, Path runRoot) {
        return new EngineConfig(new Storage(root, runRoot, storage.driver()), runtime, containers, registries);
    }

    /** This, with other defaults for containers. */
    public EngineConfig withContainers(Defaults other) {
        return new EngineConfig(storage, runtime, other, registries);
    }

    /** This, with another runtime. */
    public EngineConfig withRuntime(Runtime other) {
        return new EngineConfig(storage, other, containers, registries);
    }

    /**
     * @param root what lasts
     * @param runRoot what vanishes at reboot
     * @param driver only {@code overlay}
     */
    public record Storage(Path root, Path runRoot, String driver) {
        /** Not podman's folders: the two layouts differ. */
        public static final Storage DEFAULT =
                new Storage(Path.of("/var/lib/helipod"), Path.of("/run/helipod"), "overlay");

        public Storage {
            root = absolute("root", root);
            runRoot = absolute("runroot", runRoot);
            if (root.equals(runRoot) || root.startsWith(runRoot)) {
                throw new InvalidArgument(
                        "root " + root + " lies below runroot " + runRoot + ", which vanishes at reboot");
            }
            if (!driver.equals("overlay")) {
                throw new InvalidArgument("storage driver " + driver + " is not supported, only overlay");
            }
        }

        private static Path absolute(String name, Path path) {
            if (!path.isAbsolute() || path.getNameCount() == 0) {
                throw new InvalidArgument(name + " " + path + " is not an absolute folder");
            }
            return path.normalize();
        }
    }

    /**
     * @param wanted the runtime's name or path; absent: the first that works here
     * @param known paths to try, by runtime name (containers.conf engine.runtimes)
     * @param conmon paths to try
     * @param helpers folders of helper programs
     * @param cgroupManager {@code cgroupfs} or {@code systemd}
     */
    public record Runtime(
            Optional<String> wanted,
            Map<String, List<Path>> known,
            List<Path> conmon,
            List<Path> helpers,
            String cgroupManager) {
        public static final Runtime DEFAULT = new Runtime(
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(
                        Path.of("/usr/local/libexec/podman"),
                        Path.of("/usr/local/lib/podman"),
                        Path.of("/usr/libexec/podman"),
                        Path.of("/usr/lib/podman")),
                "cgroupfs");

        public Runtime {
            known = Map.copyOf(known);
            conmon = List.copyOf(conmon);
            helpers = List.copyOf(helpers);
            if (!cgroupManager.equals("cgroupfs") && !cgroupManager.equals("systemd")) {
                throw new InvalidArgument("cgroup manager " + cgroupManager + " is neither cgroupfs nor systemd");
            }
        }
    }

    /**
     * What containers get that do not say.
     *
     * @param capabilities default set without CAP_; empty: the engine's own
     * @param stopTimeout seconds
     * @param logMaxSize bytes; -1 unlimited
     * @param pidsLimit -1 unlimited
     * @param shmSize bytes
     * @param initPath the init program; absent: searched
     * @param seccompProfile absent: the distribution's, where there is one
     */
    public record Defaults(
            Map<String, String> env,
            Map<String, Rlimit> rlimits,
            List<String> capabilities,
            long stopTimeout,
            LogDriverName logDriver,
            long logMaxSize,
            long pidsLimit,
            long shmSize,
            boolean init,
            Optional<Path> initPath,
            Optional<Path> seccompProfile) {
        public static final Defaults DEFAULT = new Defaults(
                Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
                Map.of(),
                List.of(),
                10,
                LogDriverName.K8S_FILE,
                -1,
                2048,
                64L << 20,
                false,
                Optional.empty(),
                Optional.empty());

        public Defaults {
            env = Map.copyOf(env);
            rlimits = Map.copyOf(rlimits);
            capabilities = List.copyOf(capabilities);
            if (stopTimeout < 0 || shmSize < 0 || logMaxSize < -1 || pidsLimit < -1) {
                throw new InvalidArgument("containers.conf: a size, limit or time-out is negative");
            }
        }
    }
}
