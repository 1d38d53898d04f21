package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.libpod.wire.PruneJson;
import io.helipod.adapters.http.libpod.wire.SystemDfJson;
import io.helipod.core.EngineApi;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.filter.Filters;
import io.helipod.core.image.PruneRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is taken on disk, and how images give it back, in podman's shape. */
public final class LibpodDiskUsageRoutes {
    private static final String ALL = "all";
    private final EngineApi api;

    public LibpodDiskUsageRoutes(EngineApi api) {
        this.api = api;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/libpod/system/df", this::usage);
        r.post("/libpod/images/prune", this::pruneImages);
    }

    private void usage(ApiExchange x) {
        x.json(200, SystemDfJson.from(api.maintenance().diskUsage(true)));
    }

    /**
     * Of the filters {@code all} is the parameter and {@code dangling} nothing. There are neither containers nor caches of builds that could
     * be meant by the other parameters, so these change nothing.
     */
    private void pruneImages(ApiExchange x) {
        boolean all = x.query().bool(ALL, false);
        boolean unusedExternal = x.query().bool("external", false);
        boolean unusedCache = x.query().bool("buildcache", false);
        Map<String, List<String>> filters = new LinkedHashMap<>(x.filters().values());
        List<String> named = filters.getOrDefault(ALL, List.of());
        if (!named.isEmpty()) {
            all = isTrue(named.getFirst());
        }
        filters.remove(ALL);
        filters.remove("dangling");
        x.json(
                200,
                api.images().prune(new PruneRequest(all, new Filters(filters))).stream()
                        .map(PruneJson::from)
                        .toList());
    }

    private static boolean isTrue(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "1", "t" -> true;
            case "false", "0", "f" -> false;
            default -> throw new InvalidArgument("invalid value " + value + " for filter all: not a boolean");
        };
    }
}
