package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import java.nio.charset.StandardCharsets;

/** The ping, the same everywhere (behaviour.md 3). */
public final class PingRoutes {
    private static final byte[] OK = "OK".getBytes(StandardCharsets.US_ASCII);
    private static final String BUILDAH = "1.43.1";

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/_ping", this::ping);
        r.head("/_ping", this::ping);
        r.getUnversioned("/libpod/_ping", this::ping);
        r.headUnversioned("/libpod/_ping", this::ping);
    }

    private void ping(ApiExchange x) {
        x.responseHeader("Buildkit-Version", "");
        x.responseHeader("Builder-Version", "1");
        x.responseHeader("Docker-Experimental", "true");
        x.responseHeader("Cache-Control", "no-cache");
        x.responseHeader("Pragma", "no-cache");
        x.responseHeader("Ostype", "linux");
        x.responseHeader("Libpod-Buildah-Version", BUILDAH);
        x.bytes(200, "text/plain; charset=utf-8", OK);
    }
}
