package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.error.ErrorMapper;
import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Query;
import io.helipod.adapters.http.shared.wire.MessageJson;
import io.helipod.adapters.http.shared.wire.PullMessageJson;
import io.helipod.adapters.http.stream.JsonLinesWriter;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.image.ImageTransfers;
import io.helipod.core.image.PullRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What requests about images have in common on both trees. */
public final class ImageRequests {
    private ImageRequests() {}

    /** The name that {@code repo}, which may have a tag of its own, and {@code tag} ask for; without either it is latest. */
    public static ImageReference target(Query query, Home home) {
        String repo = query.nonEmpty("repo")
                .orElseThrow(() -> new InvalidArgument("repo parameter is required to tag an image"));
        ImageReference name = ImageReference.parse(repo, home);
        return query.nonEmpty("tag").map(name::withTag).orElseGet(name::orLatest);
    }

    /** Pulls in docker's shape: a failure before any progress has its own status, one after it is a record (behaviour.md 19). */
    public static void pull(ApiExchange x, String template, ImageTransfers transfers, PullRequest request)
            throws IOException {
        x.whileClientListens(() -> {
            List<JsonLinesWriter> begun = new ArrayList<>(1);
            try {
                String id = transfers
                        .pull(request, text -> write(begin(x, begun), PullMessageJson.progress(text)))
                        .id()
                        .shortened();
                write(begin(x, begun), PullMessageJson.done(id));
            } catch (EngineException e) {
                if (begun.isEmpty()) {
                    x.json(ErrorMapper.status(e, template), new MessageJson(e.message()));
                } else {
                    write(begun.getFirst(), PullMessageJson.failed(e.message()));
                }
            } finally {
                for (JsonLinesWriter lines : begun) {
                    lines.close();
                }
            }
        });
    }

    private static JsonLinesWriter begin(ApiExchange x, List<JsonLinesWriter> begun) {
        if (begun.isEmpty()) {
            begun.add(x.jsonLines(200));
        }
        return begun.getFirst();
    }

    /** Writes where an IOException may not pass; the dispatcher knows the wrapped one. */
    public static void write(JsonLinesWriter lines, Object record) {
        try {
            lines.write(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
