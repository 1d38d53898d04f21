package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.libpod.wire.InfoJson;
import io.helipod.core.system.SystemInfo;

/** What the engine is, in podman's shape. */
public final class LibpodSystemRoutes {
    private final SystemInfo system;

    public LibpodSystemRoutes(SystemInfo system) {
        this.system = system;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/libpod/info", this::info);
    }

    private void info(ApiExchange x) {
        x.json(200, InfoJson.from(system.info(), x.config()));
    }
}
