package io.helipod.adapters.oci.registry;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Where a registry's API begins: by https; only where that is not insisted on, and nothing answers by it, by http. Thread-safe. */
final class Bases {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final int MOST_KEPT = 256;
    private final RegistryCaller caller;
    private final InstantSource clock;
    private final Map<String, Found> found = new ConcurrentHashMap<>();

    private record Found(URI base, Instant until) {}

    Bases(RegistryCaller caller, InstantSource clock) {
        this.caller = caller;
        this.clock = clock;
    }

    /** @param what said in failures */
    URI of(String what, Source source) {
        URI https = URI.create("https://" + source.authority());
        if (https.getHost() == null) { // names of images allow more, such as 1.2 or a..b
            throw RegistryErrors.broken(what, "dial tcp: lookup " + source.authority() + ": no such host", null);
        }
        if (source.verify()) {
            return https;
        }
        Found known = found.get(source.authority());
        if (known != null && known.until().isAfter(clock.instant())) {
            return known.base();
        }
        URI base = probe(what, source, https);
        if (found.size() > MOST_KEPT) {
            found.clear();
        }
        found.put(source.authority(), new Found(base, clock.instant().plus(KEPT)));
        return base;
    }

    private URI probe(String what, Source source, URI https) {
        try {
            caller.probe(source, https.resolve("/v2/"), caller.timing().probe());
            return https;
        } catch (NoAnswer first) {
            URI http = URI.create("http://" + source.authority());
            try {
                caller.probe(source, http.resolve("/v2/"), caller.timing().answer()); // nothing else is left to try
                return http;
            } catch (NoAnswer second) {
                throw RegistryErrors.unreachable(what, source.authority(), second.failure());
            }
        }
    }
}
