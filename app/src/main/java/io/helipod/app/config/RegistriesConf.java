package io.helipod.app.config;

import io.helipod.app.RegistrySettings;
import io.helipod.app.RegistrySettings.Mirror;
import io.helipod.app.RegistrySettings.Mode;
import io.helipod.app.RegistrySettings.PullFrom;
import io.helipod.app.RegistrySettings.Rule;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * Reads registries.conf(5), version 2, with its drop-ins, later files over earlier ones: a registry by its prefix, an alias by its name, a
 * list as a whole. Knows as well where certificates and credentials lie.
 */
final class RegistriesConf {
    private static final System.Logger LOG = System.getLogger(RegistriesConf.class.getName());
    private static final List<String> CA_BUNDLES = List.of(
            "etc/ssl/certs/ca-certificates.crt",
            "etc/pki/tls/certs/ca-bundle.crt",
            "etc/ssl/ca-bundle.pem",
            "etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
            "etc/ssl/cert.pem");

    private List<String> search = List.of();
    private Mode mode = Mode.PERMISSIVE;
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();

    private RegistriesConf() {}

    /** Reads everything once. */
    static RegistrySettings read(Map<String, String> environment, Path fileSystemRoot) {
        RegistriesConf conf = new RegistriesConf();
        files(environment, fileSystemRoot).forEach(conf::merge);
        return new RegistrySettings(
                conf.search,
                List.copyOf(conf.rules.values()),
                conf.aliases,
                conf.mode,
                List.of(fileSystemRoot.resolve("etc/containers/certs.d"), fileSystemRoot.resolve("etc/docker/certs.d")),
                caBundles(environment, fileSystemRoot),
                authFiles(environment, fileSystemRoot));
    }

    private static List<Path> files(Map<String, String> environment, Path fileSystemRoot) {
        List<Path> files = new ArrayList<>();
        Optional<Path> named = path(environment, "CONTAINERS_REGISTRIES_CONF");
        if (named.isPresent()) {
            files.add(named.get());
        } else {
            List.of("etc/containers/registries.conf", "usr/share/containers/registries.conf").stream()
                    .map(fileSystemRoot::resolve)
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .ifPresent(files::add);
        }
        files.addAll(ContainersConf.dropIns(fileSystemRoot.resolve("etc/containers/registries.conf.d")));
        return files;
    }

    private static Optional<Path> path(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }

    private static List<Path> caBundles(Map<String, String> environment, Path fileSystemRoot) {
        return path(environment, "SSL_CERT_FILE")
                .or(() -> CA_BUNDLES.stream()
                        .map(fileSystemRoot::resolve)
                        .filter(Files::isRegularFile)
                        .findFirst())
                .stream()
                .toList();
    }

    /** {@code REGISTRY_AUTH_FILE} alone, else what podman and then what docker has written for the engine's own user. */
    private static List<Path> authFiles(Map<String, String> environment, Path fileSystemRoot) {
        Optional<Path> only = path(environment, "REGISTRY_AUTH_FILE");
        if (only.isPresent()) {
            return List.of(only.get());
        }
        List<Path> files = new ArrayList<>();
        path(environment, "XDG_RUNTIME_DIR").ifPresent(dir -> files.add(dir.resolve("containers/auth.json")));
        files.add(fileSystemRoot.resolve("run/containers/0/auth.json"));
        Optional<Path> home = path(environment, "HOME");
        path(environment, "XDG_CONFIG_HOME")
                .or(() -> home.map(dir -> dir.resolve(".config")))
                .ifPresent(dir -> files.add(dir.resolve("containers/auth.json")));
        path(environment, "DOCKER_CONFIG")
                .or(() -> home.map(dir -> dir.resolve(".docker")))
                .ifPresent(dir -> files.add(dir.resolve("config.json")));
        return files;
    }

    private void merge(Path file) {
        TomlTable table = ContainersConf.parse(file);
        if (table.contains("registries")) {
            throw new InvalidArgument(file + ": version 1 of registries.conf is not supported");
        }
        if (table.contains("credential-helpers")) {
            LOG.log(System.Logger.Level.WARNING, () -> file + ": credential-helpers are not supported");
        }
        if (table.get(List.of("unqualified-search-registries")) instanceof TomlArray list) {
            search = list.toList().stream().map(Object::toString).toList();
        }
        Object said = table.get(List.of("short-name-mode"));
        if (said != null) {
            mode = switch (said.toString()) {
                case "enforcing" -> Mode.ENFORCING;
                case "permissive" -> Mode.PERMISSIVE;
                case "disabled" -> Mode.DISABLED;
                default -> throw new InvalidArgument(file + ": invalid short-name-mode " + said);
            };
        }
        for (TomlTable registry : tables(table, "registry")) {
            Rule rule = rule(file, registry);
            rules.put(rule.prefix(), rule);
        }
        if (table.get(List.of("aliases")) instanceof TomlTable named) {
            for (String name : named.keySet()) {
                String target = text(named, name);
                if (target.isEmpty()) {
                    aliases.remove(name);
                } else {
                    aliases.put(name, target);
                }
            }
        }
    }

    private static Rule rule(Path file, TomlTable registry) {
        String location = trimmed(text(registry, "location"));
        String prefix = trimmed(text(registry, "prefix"));
        if (prefix.isEmpty() && location.isEmpty()) {
            throw new InvalidArgument(file + ": a registry has neither prefix nor location");
        }
        if (prefix.indexOf('*') > 0 || prefix.startsWith("*") && !prefix.startsWith("*.")) {
            throw new InvalidArgument(file + ": invalid prefix " + prefix);
        }
        List<Mirror> mirrors = tables(registry, "mirror").stream()
                .map(mirror -> mirror(file, mirror))
                .toList();
        return new Rule(
                prefix.isEmpty() ? location : prefix,
                location,
                flag(registry, "insecure"),
                flag(registry, "blocked"),
                flag(registry, "mirror-by-digest-only"),
                mirrors);
    }

    private static Mirror mirror(Path file, TomlTable mirror) {
        String location = trimmed(text(mirror, "location"));
        if (location.isEmpty()) {
            throw new InvalidArgument(file + ": a mirror has no location");
        }
        String from = text(mirror, "pull-from-mirror");
        return new Mirror(
                location,
                flag(mirror, "insecure"),
                switch (from) {
                    case "", "all" -> PullFrom.ALL;
                    case "digest-only" -> PullFrom.DIGEST_ONLY;
                    case "tag-only" -> PullFrom.TAG_ONLY;
                    default -> throw new InvalidArgument(file + ": invalid pull-from-mirror " + from);
                });
    }

    private static String trimmed(String location) {
        return location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
    }

    private static List<TomlTable> tables(TomlTable table, String name) {
        if (!(table.get(List.of(name)) instanceof TomlArray list)) {
            return List.of();
        }
        return list.toList().stream()
                .filter(TomlTable.class::isInstance)
                .map(TomlTable.class::cast)
                .toList();
    }

    private static String text(TomlTable table, String name) {
        Object value = table.get(List.of(name));
        return value == null ? "" : value.toString();
    }

    private static boolean flag(TomlTable table, String name) {
        return Boolean.TRUE.equals(table.get(List.of(name)));
    }
}
