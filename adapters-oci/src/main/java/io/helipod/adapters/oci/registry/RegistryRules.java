package io.helipod.adapters.oci.registry;

import io.helipod.adapters.oci.RegistryConfig;
import io.helipod.adapters.oci.RegistryConfig.Mirror;
import io.helipod.adapters.oci.RegistryConfig.PullFrom;
import io.helipod.adapters.oci.RegistryConfig.Rule;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.image.ImageReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where a name leads by registries.conf(5): mirrors, other locations, whether securely, and whether at all. */
final class RegistryRules {
    private final List<Rule> rules;

    RegistryRules(RegistryConfig config) {
        this.rules = config.rules().stream()
                .sorted(Comparator.comparingInt((Rule rule) -> rule.prefix().length())
                        .reversed())
                .toList();
    }

    /**
     * Places to read from, in order; the last is the one that the name means.
     *
     * @param tlsVerify of the request; says more than the rules
     */
    List<Source> forReading(ImageReference name, Optional<Boolean> tlsVerify) {
        Optional<Rule> rule = find(name);
        List<Source> sources = new ArrayList<>();
        if (rule.isPresent()) {
            for (Mirror mirror : rule.get().mirrors()) {
                if (serves(mirror, rule.get(), name)) {
                    sources.add(source(rewritten(name, rule.get(), mirror.location()), mirror.insecure(), tlsVerify));
                }
            }
        }
        sources.add(source(
                allowed(name.repository(), name.registry(), rule)
                        .map(one -> rewritten(name, one, one.location()))
                        .orElse(name.repository()),
                rule.filter(Rule::insecure).isPresent(),
                tlsVerify));
        return sources;
    }

    /** The place that the name says: what is written goes neither to mirrors nor to another location. */
    Source forWriting(ImageReference name, Optional<Boolean> tlsVerify) {
        boolean insecure = allowed(name.repository(), name.registry(), find(name))
                .filter(Rule::insecure)
                .isPresent();
        return source(name.repository(), insecure, tlsVerify);
    }

    private static Optional<Rule> allowed(String place, String registry, Optional<Rule> rule) {
        if (rule.filter(Rule::blocked).isPresent()) {
            throw new RegistryFailed(
                    RegistryFailed.Kind.DENIED,
                    "cannot access " + place,
                    "registry " + registry + " is blocked in the configuration of registries",
                    null);
        }
        return rule;
    }

    private static boolean serves(Mirror mirror, Rule rule, ImageReference name) {
        boolean digest = name.digest().isPresent();
        if (rule.mirrorByDigestOnly()) {
            return digest;
        }
        return mirror.pullFrom() == PullFrom.ALL || (mirror.pullFrom() == PullFrom.DIGEST_ONLY) == digest;
    }

    private Optional<Rule> find(ImageReference name) {
        return rules.stream().filter(rule -> matches(rule.prefix(), name)).findFirst();
    }

    private static boolean matches(String prefix, ImageReference name) {
        if (prefix.startsWith("*.")) {
            return hostOnly(name.registry()).endsWith(prefix.substring(1));
        }
        String whole = name.toString();
        return whole.startsWith(prefix)
                && (whole.length() == prefix.length() || "/:@".indexOf(whole.charAt(prefix.length())) >= 0);
    }

    private static String hostOnly(String registry) {
        int colon = registry.lastIndexOf(':');
        return colon < 0 || registry.endsWith("]") ? registry : registry.substring(0, colon);
    }

    /** The repository with the prefix replaced. */
    private static String rewritten(ImageReference name, Rule rule, String location) {
        String repository = name.repository();
        if (location.isEmpty()) {
            return repository;
        }
        // a prefix may end in a tag or digest, and a wildcard stands for the whole host
        int replaced = rule.prefix().startsWith("*.")
                ? name.registry().length()
                : Math.min(rule.prefix().length(), repository.length());
        return location + repository.substring(replaced);
    }

    private static Source source(String repository, boolean insecure, Optional<Boolean> tlsVerify) {
        int slash = repository.indexOf('/');
        if (slash <= 0) {
            throw new InvalidArgument("registries.conf: " + repository + " is no repository");
        }
        // its grammar is checked once more: a location comes from a file
        ImageReference checked = new ImageReference(
                repository.substring(0, slash), repository.substring(slash + 1), Optional.empty(), Optional.empty());
        return new Source(checked.registry(), checked.path(), tlsVerify.orElse(!insecure));
    }

    /** The place of a registry without a repository. */
    Source registry(String host, Optional<Boolean> tlsVerify) {
        Optional<Rule> rule = rules.stream()
                .filter(one -> one.prefix().startsWith("*.")
                        ? hostOnly(host).endsWith(one.prefix().substring(1))
                        : one.prefix().equals(host))
                .findFirst();
        boolean insecure = allowed(host, host, rule).filter(Rule::insecure).isPresent();
        return new Source(host, "", tlsVerify.orElse(!insecure));
    }
}
