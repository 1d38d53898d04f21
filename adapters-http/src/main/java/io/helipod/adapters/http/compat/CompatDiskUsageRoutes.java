package io.helipod.adapters.http.compat;

import io.helipod.adapters.http.compat.wire.DiskUsageJson;
import io.helipod.adapters.http.compat.wire.ImagesPrunedJson;
import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.core.EngineApi;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.filter.Filters;
import io.helipod.core.image.PruneRequest;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is taken on disk, and how images give it back, in docker's shape. */
public final class CompatDiskUsageRoutes {
    private static final List<String> KINDS = List.of("container", "image", "volume", "build-cache");
    private static final String DANGLING = "dangling";
    private final EngineApi api;
    private final InstantSource clock;

    public CompatDiskUsageRoutes(EngineApi api, InstantSource clock) {
        this.api = api;
        this.clock = clock;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/system/df", this::usage);
        r.post("/images/prune", this::pruneImages);
    }

    private void usage(ApiExchange x) {
        List<String> kinds = x.query().list("type");
        for (String kind : kinds) {
            if (!KINDS.contains(kind)) {
                throw new InvalidArgument("unknown object type: " + kind);
            }
        }
        List<String> wanted = kinds.isEmpty() ? KINDS : kinds;
        x.json(
                200,
                DiskUsageJson.from(
                        api.maintenance().diskUsage(wanted.contains("container")),
                        wanted,
                        x.olderThan("1.44"),
                        x.olderThan("1.42"),
                        clock.instant()));
    }

    /** Docker's command asks for images with names by {@code dangling=false}, which here means all, as Docker documents. */
    private void pruneImages(ApiExchange x) {
        Map<String, List<String>> filters = new LinkedHashMap<>(x.filters().values());
        List<String> dangling = filters.getOrDefault(DANGLING, List.of("true"));
        filters.remove(DANGLING);
        boolean all = dangling.stream().anyMatch(CompatDiskUsageRoutes::isFalse);
        x.json(200, ImagesPrunedJson.from(api.images().prune(new PruneRequest(all, new Filters(filters)))));
    }

    private static boolean isFalse(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "false", "0", "f" -> true;
            case "true", "1", "t" -> false;
            default -> throw new InvalidArgument("invalid value " + value + " for filter dangling: not a boolean");
        };
    }
}
