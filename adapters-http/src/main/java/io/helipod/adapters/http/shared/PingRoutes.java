package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.HeaderBlock;
import io.helipod.adapters.http.exchange.Routes;
import java.nio.charset.StandardCharsets;

/** The ping, the same everywhere (behaviour.md 3). */
public final class PingRoutes {
    private static final byte[] OK = "OK".getBytes(StandardCharsets.US_ASCII);
    private static final HeaderBlock HEADERS = HeaderBlock.of(
            "Content-Type", "text/plain; charset=utf-8",
            "Buildkit-Version", "",
            "Builder-Version", "1",
            "Docker-Experimental", "true",
            "Cache-Control", "no-cache",
            "Pragma", "no-cache",
            "Ostype", "linux",
            "Libpod-Buildah-Version", "1.43.1");

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/_ping", this::ping);
        r.head("/_ping", this::ping);
        r.getUnversioned("/libpod/_ping", this::ping);
        r.headUnversioned("/libpod/_ping", this::ping);
    }

    private void ping(ApiExchange x) {
        x.bytes(200, HEADERS, OK);
    }
}
