package io.helipod.app.config;

import io.helipod.app.EngineConfig;
import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.Rlimit;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The [containers] table of containers.conf(5), as far as the engine honours it. */
final class ContainerDefaults {
    private static final System.Logger LOGGER = System.getLogger(ContainerDefaults.class.getName());

    private ContainerDefaults() {}

    static EngineConfig.Defaults from(Settings settings) {
        EngineConfig.Defaults defaults = EngineConfig.Defaults.DEFAULT;
        return new EngineConfig.Defaults(
                env(settings, defaults.env()),
                rlimits(settings),
                settings.list("containers.default_capabilities"),
                settings.number("engine.stop_timeout").orElse(defaults.stopTimeout()),
                settings.text("containers.log_driver")
                        .map(ContainerDefaults::logDriver)
                        .orElse(defaults.logDriver()),
                settings.number("containers.log_size_max").orElse(defaults.logMaxSize()),
                // 0 and -1 both mean unlimited there
                settings.number("containers.pids_limit")
                        .map(limit -> limit == 0 ? -1L : limit)
                        .orElse(defaults.pidsLimit()),
                settings.text("containers.shm_size")
                        .map(ContainerDefaults::bytes)
                        .orElse(defaults.shmSize()),
                settings.flag("containers.init", defaults.init()),
                settings.text("containers.init_path").map(Path::of),
                settings.text("containers.seccomp_profile").map(Path::of));
    }

    /** A size such as {@code 65536k} (units of 1024: b, k, m, g). */
    static long bytes(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
            digits++;
        }
        int shift = switch (lower.substring(digits)) {
            case "", "b" -> 0;
            case "k", "kb" -> 10;
            case "m", "mb" -> 20;
            case "g", "gb" -> 30;
            default -> throw new InvalidArgument("containers.conf: " + text + " is not a size");
        };
        if (digits == 0 || digits > 9) {
            throw new InvalidArgument("containers.conf: " + text + " is not a size");
        }
        return Long.parseLong(lower, 0, digits, 10) << shift;
    }

    /** A limit such as {@code nofile=1024:2048}, or one number for both. */
    static Map.Entry<String, Rlimit> rlimit(String text) {
        String[] parts = text.split("[=:]", -1);
        if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty()) {
            throw new InvalidArgument("containers.conf: default ulimit " + text + " is not NAME=SOFT[:HARD]");
        }
        try {
            return Map.entry(parts[0], new Rlimit(Long.parseLong(parts[1]), Long.parseLong(parts[parts.length - 1])));
        } catch (NumberFormatException e) {
            throw new InvalidArgument("containers.conf: default ulimit " + text + " is not NAME=SOFT[:HARD]", e);
        }
    }

    private static Map<String, String> env(Settings settings, Map<String, String> defaults) {
        Map<String, String> env = new HashMap<>(defaults);
        for (String entry : settings.list("containers.env")) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                env.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return env;
    }

    private static Map<String, Rlimit> rlimits(Settings settings) {
        Map<String, Rlimit> rlimits = new HashMap<>();
        for (String text : settings.list("containers.default_ulimits")) {
            Map.Entry<String, Rlimit> limit = rlimit(text);
            rlimits.put(limit.getKey(), limit.getValue());
        }
        return rlimits;
    }

    /** A machine's default may be journald, which podman there can and we cannot: not a reason to refuse to start. */
    private static LogDriverName logDriver(String name) {
        return Arrays.stream(LogDriverName.values())
                .filter(driver -> driver.wire().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    LOGGER.log(Level.WARNING, "containers.conf: log driver {0} is not supported, using k8s-file", name);
                    return LogDriverName.K8S_FILE;
                });
    }
}
