package io.helipod.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How registries are found and spoken to, in the words of registries.conf(5), certs.d(5) and auth.json(5).
 *
 * @param search hosts in which a name without registry is looked for, in order
 * @param rules what is said of places; the longest prefix counts
 * @param aliases full repositories by short name
 * @param shortNameMode {@code enforcing}, {@code permissive} or {@code disabled}
 * @param certDirs folders with a folder of certificates for each registry
 * @param caBundles files of certificates that are trusted everywhere; none: those of the JVM
 * @param authFiles credentials that the engine itself has, the first match wins; need not be there
 */
public record RegistrySettings(
        List<String> search,
        List<Rule> rules,
        Map<String, String> aliases,
        Mode shortNameMode,
        List<Path> certDirs,
        List<Path> caBundles,
        List<Path> authFiles) {
    /** Nothing configured: every registry by TLS with the JVM's certificates, short names nowhere. */
    public static final RegistrySettings DEFAULT =
            new RegistrySettings(List.of(), List.of(), Map.of(), Mode.PERMISSIVE, List.of(), List.of(), List.of());

    public RegistrySettings {
        search = List.copyOf(search);
        rules = List.copyOf(rules);
        aliases = Map.copyOf(aliases);
        certDirs = List.copyOf(certDirs);
        caBundles = List.copyOf(caBundles);
        authFiles = List.copyOf(authFiles);
    }

    /** What a short name that may mean several things does, as nobody can be asked. */
    public enum Mode {
        /** It is an error. */
        ENFORCING,
        /** All are tried. */
        PERMISSIVE,
        /** All are tried, and aliases do not count. */
        DISABLED
    }

    /**
     * What is said of a place.
     *
     * @param prefix host, host and path, or {@code *.domain}
     * @param location what stands in its place; empty: the prefix itself
     * @param insecure whether plain HTTP and certificates of nobody will do
     * @param blocked whether nothing may be pulled from or pushed to it
     * @param mirrorByDigestOnly whether mirrors are for pulls by digest only
     * @param mirrors tried first, in order
     */
    public record Rule(
            String prefix,
            String location,
            boolean insecure,
            boolean blocked,
            boolean mirrorByDigestOnly,
            List<Mirror> mirrors) {
        public Rule {
            mirrors = List.copyOf(mirrors);
        }
    }

    /** A place that has what another has. */
    public record Mirror(String location, boolean insecure, PullFrom pullFrom) {}

    /** Which pulls a mirror is for. */
    public enum PullFrom {
        ALL,
        DIGEST_ONLY,
        TAG_ONLY
    }
}
