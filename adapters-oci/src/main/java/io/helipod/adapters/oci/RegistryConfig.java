package io.helipod.adapters.oci;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How registries are found and spoken to: registries.conf(5), certs.d(5) and auth.json(5) as values.
 *
 * @param search hosts in which a name without registry is looked for, in order
 * @param rules what is said of places; the longest prefix counts
 * @param aliases full repositories by short name
 * @param mode what an ambiguous short name does
 * @param certDirs folders with a folder of certificates for each registry
 * @param caBundles files of certificates that are trusted everywhere; none: those of the JVM
 * @param authFiles credentials of the engine's own user, first match wins; may be absent
 * @param timing time-outs and tries
 */
public record RegistryConfig(
        List<String> search,
        List<Rule> rules,
        Map<String, String> aliases,
        ShortNameMode mode,
        List<Path> certDirs,
        List<Path> caBundles,
        List<Path> authFiles,
        Timing timing) {
    /** Nothing configured: every registry by TLS, short names nowhere. */
    public static final RegistryConfig DEFAULT = new RegistryConfig(
            List.of(), List.of(), Map.of(), ShortNameMode.PERMISSIVE, List.of(), List.of(), List.of(), Timing.DEFAULT);

    public RegistryConfig {
        search = List.copyOf(search);
        rules = List.copyOf(rules);
        aliases = Map.copyOf(aliases);
        certDirs = List.copyOf(certDirs);
        caBundles = List.copyOf(caBundles);
        authFiles = List.copyOf(authFiles);
    }

    /** What a short name that may mean several things does; nobody can be asked here. */
    public enum ShortNameMode {
        /** It is an error. */
        ENFORCING,
        /** All are tried. */
        PERMISSIVE,
        /** All are tried, and aliases do not count. */
        DISABLED
    }

    /**
     * What is said of a place ({@code [[registry]]}).
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
            if (prefix.isEmpty()) {
                throw new InvalidArgument("registries.conf: a registry has neither prefix nor location");
            }
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

    /**
     * Time-outs and tries.
     *
     * @param connect until a connection is there
     * @param answer until the head of an answer is there
     * @param probe until something answers by https where plain HTTP would do as well
     * @param stall a transfer that does next to nothing for so long is given up, and resumed
     * @param backoff before the second try; doubled for each further one
     * @param tries of a request in all
     */
    public record Timing(
            Duration connect, Duration answer, Duration probe, Duration stall, Duration backoff, int tries) {
        public static final Timing DEFAULT = new Timing(
                Duration.ofSeconds(15),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMillis(500),
                4);
    }
}
