package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.libpod.wire.SystemCheckJson;
import io.helipod.core.system.CheckOptions;
import io.helipod.core.system.SystemMaintenance;
import java.time.Duration;
import java.util.Optional;

/** The check of what is stored. */
public final class LibpodSystemCheckRoutes {
    private final SystemMaintenance maintenance;

    public LibpodSystemCheckRoutes(SystemMaintenance maintenance) {
        this.maintenance = maintenance;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.post("/libpod/system/check", this::check);
    }

    /**
     * The age that layers may have which nothing refers to is read and has no use: here it is known which of them somebody is still
     * making, and the others are waste at any age.
     */
    private void check(ApiExchange x) {
        Optional<Duration> unusedAge = x.query().duration("unreferenced_layer_max_age");
        CheckOptions options = new CheckOptions(
                x.query().bool("quick", false),
                x.query().bool("repair", false),
                x.query().bool("repair_lossy", false));
        x.json(200, SystemCheckJson.from(maintenance.check(options)));
    }
}
