package io.helipod.adapters.http.compat;

import io.helipod.adapters.http.compat.wire.SearchResultJson;
import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.shared.SearchRequests;
import io.helipod.core.image.ImageSearch;
import io.helipod.core.image.SearchRequest;
import java.io.IOException;

/** Images looked for in registries, in docker's shape; nothing found is an empty list, as Docker documents it. */
public final class CompatSearchRoutes {
    private final ImageSearch search;

    public CompatSearchRoutes(ImageSearch search) {
        this.search = search;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/images/search", this::search);
    }

    private void search(ApiExchange x) throws IOException {
        SearchRequest request = SearchRequests.of(x);
        x.whileClientListens(() -> x.json(
                200, search.search(request).stream().map(SearchResultJson::from).toList()));
    }
}
