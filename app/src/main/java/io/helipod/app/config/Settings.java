package io.helipod.app.config;

import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import io.helipod.app.EngineConfig;
import io.helipod.app.RegistrySettings;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All sources as one tree: flags, then environment, then containers.conf; what none of them gives is a default. */
public final class Settings {
    private static final long DEFAULT_IDLE_SECONDS = 300;

    private final Config tree;
    private final RegistrySettings registries;

    private Settings(Config tree, RegistrySettings registries) {
        this.tree = tree;
        this.registries = registries;
    }

    /**
     * Reads everything once.
     *
     * @param flags as given on the command line
     * @param environment the process's variables
     * @param fileSystemRoot where {@code etc} and {@code usr} lie
     */
    public static Settings read(Map<Setting, String> flags, Map<String, String> environment, Path fileSystemRoot) {
        Map<Setting, String> variables = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            String value = environment.getOrDefault(setting.variable(), "");
            if (!value.isEmpty()) {
                variables.put(setting, value);
            }
        }
        Map<String, String> files = ContainersConf.read(ContainersConf.files(environment, fileSystemRoot));
        Config tree = Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .disableKeyResolving()
                .disableValueResolving()
                .disableFilterServices()
                .disableParserServices()
                .addSource(ConfigSources.create(byKey(flags), "flags"))
                .addSource(ConfigSources.create(byKey(variables), "environment"))
                .addSource(ConfigSources.create(files, "containers.conf"))
                .build();
        return new Settings(tree, RegistriesConf.read(environment, fileSystemRoot));
    }

    /** How to serve. */
    public ServiceConfig service() {
        return new ServiceConfig(
                text(Setting.URI.key()).map(ListenAddress::parse).orElse(ListenAddress.DEFAULT),
                Duration.ofSeconds(number(Setting.TIME.key()).orElse(DEFAULT_IDLE_SECONDS)),
                text(Setting.CORS.key()),
                text(Setting.PROFILE.key()).map(ListenAddress::hostAndPort),
                text(Setting.GROUP.key()),
                flag(Setting.INSECURE_TCP.key(), false));
    }

    /** How the engine is set up. */
    public EngineConfig engine() {
        EngineConfig.Storage storage = EngineConfig.Storage.DEFAULT;
        EngineConfig.Runtime runtime = EngineConfig.Runtime.DEFAULT;
        List<Path> helpers = paths("engine.helper_binaries_dir");
        return new EngineConfig(
                new EngineConfig.Storage(
                        text(Setting.ROOT.key()).map(Path::of).orElse(storage.root()),
                        text(Setting.RUNROOT.key()).map(Path::of).orElse(storage.runRoot()),
                        text(Setting.STORAGE_DRIVER.key()).orElse(storage.driver())),
                new EngineConfig.Runtime(
                        text(Setting.RUNTIME.key()),
                        knownRuntimes(),
                        text(Setting.CONMON.key())
                                .map(path -> List.of(Path.of(path)))
                                .orElseGet(() -> paths("engine.conmon_path")),
                        helpers.isEmpty() ? runtime.helpers() : helpers,
                        text(Setting.CGROUP_MANAGER.key()).orElse(runtime.cgroupManager())),
                ContainerDefaults.from(this),
                registries);
    }

    /** The level asked for by {@code --log-level}. */
    public Optional<String> logLevel() {
        return text(Setting.LOG_LEVEL.key());
    }

    Optional<String> text(String key) {
        return tree.get(key).asString().asOptional().filter(value -> !value.isEmpty());
    }

    Optional<Long> number(String key) {
        return text(key).map(value -> {
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw new InvalidArgument(key + ": " + value + " is not a whole number", e);
            }
        });
    }

    boolean flag(String key, boolean otherwise) {
        return text(key)
                .map(value -> switch (value) {
                    case "true", "1" -> true;
                    case "false", "0" -> false;
                    default -> throw new InvalidArgument(key + ": " + value + " is neither true nor false");
                })
                .orElse(otherwise);
    }

    List<String> list(String key) {
        return tree.get(key).asList(String.class).orElse(List.of());
    }

    List<Path> paths(String key) {
        return list(key).stream().map(Path::of).toList();
    }

    private Map<String, List<Path>> knownRuntimes() {
        Map<String, List<Path>> known = new HashMap<>();
        for (Config runtime : tree.get("engine.runtimes").asNodeList().orElse(List.of())) {
            known.put(runtime.name(), paths(runtime.key().toString()));
        }
        return known;
    }

    private static Map<String, String> byKey(Map<Setting, String> settings) {
        Map<String, String> byKey = new HashMap<>();
        settings.forEach((setting, value) -> byKey.put(setting.key(), value));
        return byKey;
    }
}
