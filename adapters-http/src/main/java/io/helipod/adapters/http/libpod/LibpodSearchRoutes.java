package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.libpod.wire.FoundImageJson;
import io.helipod.adapters.http.shared.SearchRequests;
import io.helipod.core.image.ImageSearch;
import io.helipod.core.image.SearchRequest;
import java.io.IOException;

/** Images looked for in registries, in podman's shape. */
public final class LibpodSearchRoutes {
    private final ImageSearch search;

    public LibpodSearchRoutes(ImageSearch search) {
        this.search = search;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/libpod/images/search", this::search);
    }

    private void search(ApiExchange x) throws IOException {
        SearchRequest request = SearchRequests.of(x);
        x.whileClientListens(() -> x.json(
                200, search.search(request).stream().map(FoundImageJson::from).toList()));
    }
}
