package io.helipod.core.registry;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials that came with a request (behaviour.md 12), bound to the registries they are for.
 *
 * @param single for the registry that the request names, whichever that is; never shown to a mirror of it
 * @param byRegistry by registry host, or by host and the beginning of a path
 */
public record RegistryAuth(Optional<RegistryCredentials> single, Map<String, RegistryCredentials> byRegistry) {
    /** None came. */
    public static final RegistryAuth NONE = new RegistryAuth(Optional.empty(), Map.of());

    public RegistryAuth {
        Map<String, RegistryCredentials> keyed = new LinkedHashMap<>();
        byRegistry.forEach((key, value) -> keyed.putIfAbsent(normalized(key), value));
        byRegistry = Map.copyOf(keyed);
    }

    /** For whatever registry is named. */
    public static RegistryAuth of(RegistryCredentials credentials) {
        return new RegistryAuth(Optional.of(credentials).filter(one -> !one.anonymous()), Map.of());
    }

    /** The credentials of the longest key that a repository lies below. */
    public Optional<RegistryCredentials> forRepository(String registry, String path) {
        String key = normalized(registry) + "/" + path;
        while (true) {
            RegistryCredentials found = byRegistry.get(key);
            if (found != null) {
                return Optional.of(found);
            }
            int slash = key.lastIndexOf('/');
            if (slash < 0) {
                return Optional.empty();
            }
            key = key.substring(0, slash);
        }
    }

    /** Clients write a registry as a host, as a URL, or by one of Docker Hub's names; all mean the host. */
    public static String normalized(String key) {
        String text = key;
        if (text.startsWith("https://") || text.startsWith("http://")) {
            text = text.substring(text.indexOf("://") + 3);
            int slash = text.indexOf('/');
            text = slash < 0 ? text : text.substring(0, slash);
        }
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        int slash = text.indexOf('/');
        String host = (slash < 0 ? text : text.substring(0, slash)).toLowerCase(Locale.ROOT);
        String rest = slash < 0 ? "" : text.substring(slash);
        return switch (host) {
            case "index.docker.io", "registry-1.docker.io" -> "docker.io" + (rest.equals("/v1") ? "" : rest);
            default -> host + rest;
        };
    }
}
