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
import java.util.stream.Stream;
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
        warnOfProxies(environment);
        RegistriesConf conf = new RegistriesConf();
        files(environment, fileSystemRoot).forEach(conf::merge);
        return new RegistrySettings(
                conf.search,
                List.copyOf(conf.rules.values()),
                conf.aliases,
                conf.mode,
                certDirs(environment, fileSystemRoot),
                caBundles(environment, fileSystemRoot),
                authFiles(environment, fileSystemRoot));
    }

    private static void warnOfProxies(Map<String, String> environment) {
        Stream.of("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy")
                .filter(name -> !environment.getOrDefault(name, "").isEmpty())
                .forEach(name -> LOG.log(
                        System.Logger.Level.WARNING,
                        () -> name + " is set, but registries are spoken to directly: proxies are not supported"));
    }

    private static List<Path> files(Map<String, String> environment, Path fileSystemRoot) {
        List<Path> files = new ArrayList<>();
        Optional<Path> named = path(environment, "CONTAINERS_REGISTRIES_CONF");
        if (named.isPresent()) {
            files.add(named.get());
        } else {
            Stream.concat(
                            own(environment, "registries.conf"),
                            Stream.of("etc/containers/registries.conf", "usr/share/containers/registries.conf")
                                    .map(fileSystemRoot::resolve))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .ifPresent(files::add);
        }
        files.addAll(ContainersConf.dropIns(fileSystemRoot.resolve("etc/containers/registries.conf.d")));
        own(environment, "registries.conf.d").map(ContainersConf::dropIns).forEach(files::addAll);
        return files;
    }

    /** What the engine's own user has for itself; containers/image looks there for root, too. */
    private static Stream<Path> own(Map<String, String> environment, String name) {
        return path(environment, "HOME").stream()
                .map(home -> home.resolve(".config/containers").resolve(name));
    }

    private static List<Path> certDirs(Map<String, String> environment, Path fileSystemRoot) {
        return Stream.concat(
                        own(environment, "certs.d"),
                        Stream.of("etc/containers/certs.d", "etc/docker/certs.d")
                                .map(fileSystemRoot::resolve))
                .toList();
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
        Map<String, Rule> here = new LinkedHashMap<>();
        for (TomlTable registry : tables(table, "registry")) {
            Rule rule = rule(file, registry);
            here.putIfAbsent(rule.prefix(), rule); // the first of a file counts, and the last file
        }
        rules.putAll(here);
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
        String location = place(file, registry, "location");
        String prefix = place(file, registry, "prefix");
        if (prefix.isEmpty() && location.isEmpty()) {
            throw new InvalidArgument(file + ": a registry has neither prefix nor location");
        }
        if (prefix.indexOf('*') > 0 || prefix.startsWith("*") && !prefix.startsWith("*.")) {
            throw new InvalidArgument(file + ": invalid prefix " + prefix);
        }
        if (location.isEmpty() && !prefix.startsWith("*.")) {
            throw new InvalidArgument(file + ": prefix " + prefix + " has no location");
        }
        boolean byDigestOnly = flag(file, registry, "mirror-by-digest-only");
        List<Mirror> mirrors = tables(registry, "mirror").stream()
                .map(mirror -> mirror(file, mirror, byDigestOnly))
                .toList();
        return new Rule(
                prefix.isEmpty() ? location : prefix,
                location,
                flag(file, registry, "insecure"),
                flag(file, registry, "blocked"),
                byDigestOnly,
                mirrors);
    }

    private static Mirror mirror(Path file, TomlTable mirror, boolean byDigestOnly) {
        String location = place(file, mirror, "location");
        if (location.isEmpty()) {
            throw new InvalidArgument(file + ": a mirror has no location");
        }
        String from = text(mirror, "pull-from-mirror");
        if (byDigestOnly && !from.isEmpty()) {
            throw new InvalidArgument(file + ": mirror-by-digest-only and pull-from-mirror exclude each other");
        }
        return new Mirror(
                location,
                flag(file, mirror, "insecure"),
                switch (from) {
                    case "", "all" -> PullFrom.ALL;
                    case "digest-only" -> PullFrom.DIGEST_ONLY;
                    case "tag-only" -> PullFrom.TAG_ONLY;
                    default -> throw new InvalidArgument(file + ": invalid pull-from-mirror " + from);
                });
    }

    /** A registry or a repository. */
    private static String place(Path file, TomlTable table, String name) {
        String text = text(table, name);
        if (text.startsWith("http://") || text.startsWith("https://")) {
            throw new InvalidArgument(file + ": " + name + " " + text + " has a scheme, which belongs nowhere here");
        }
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
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

    private static boolean flag(Path file, TomlTable table, String name) {
        return switch (table.get(List.of(name))) {
            case null -> false;
            case Boolean said -> said;
            default -> throw new InvalidArgument(file + ": " + name + " must be true or false");
        };
    }
}
