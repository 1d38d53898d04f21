package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Query;
import io.helipod.adapters.http.shared.wire.CommitConfigJson;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.CommitRequest;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageFormat;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import java.util.List;
import java.util.Optional;

/** What requests to commit have in common on both trees. */
public final class CommitRequests {
    private CommitRequests() {}

    /**
     * Reads a request.
     *
     * @param home of a name without registry
     * @param pause whether a request that says nothing of it wants the container frozen
     */
    public static CommitRequest read(ApiExchange x, Home home, ImageFormat format, boolean pause) {
        Query query = x.query();
        return new CommitRequest(
                query.nonEmpty("container")
                        .map(NameOrId::new)
                        .orElseThrow(() -> new InvalidArgument("container parameter is required to commit")),
                target(query, home),
                format,
                query.text("author"),
                query.text("comment"),
                x.optionalJsonBody(CommitConfigJson.class)
                        .map(CommitConfigJson::toDomain)
                        .orElse(ImageConfig.EMPTY),
                changes(query),
                query.bool("pause", pause),
                query.bool("squash", false));
    }

    private static Optional<ImageReference> target(Query query, Home home) {
        if (query.nonEmpty("repo").isEmpty() && query.nonEmpty("tag").isEmpty()) {
            return Optional.empty();
        }
        ImageReference name = ImageRequests.target(query, home);
        if (name.digest().isPresent()) {
            throw new InvalidArgument("an image cannot be given the digest of its name: " + name);
        }
        return Optional.of(name);
    }

    /** Clients send several in one parameter too. */
    private static List<String> changes(Query query) {
        return query.list("changes").stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank())
                .toList();
    }
}
