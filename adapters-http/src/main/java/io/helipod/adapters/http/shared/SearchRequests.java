package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.core.image.SearchRequest;

/** What requests to search ask for, alike on both trees. */
public final class SearchRequests {
    private SearchRequests() {}

    /** The search. */
    public static SearchRequest of(ApiExchange x) {
        return new SearchRequest(
                x.query().text("term"),
                x.query()
                        .number("limit", Integer.MIN_VALUE, Integer.MAX_VALUE)
                        .orElse(0L)
                        .intValue(),
                x.filters(),
                x.query().bool("listTags", false),
                RegistryRequests.access(x));
    }
}
