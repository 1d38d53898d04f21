package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.shared.wire.VersionJson;
import io.helipod.core.system.SystemInfo;

/** The versions, the same document on both trees (types.md 7.3). */
public final class VersionRoutes {
    private final SystemInfo system;

    public VersionRoutes(SystemInfo system) {
        this.system = system;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/version", this::version);
        r.get("/libpod/version", this::version);
    }

    private void version(ApiExchange x) {
        x.json(200, VersionJson.from(system.version(), system.host(), system.runtime(), x.config()));
    }
}
