package io.helipod.adapters.oci.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.oci.image.ImageJson;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.ForeignText;
import io.helipod.core.spi.registry.FoundRepository;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /v1/search}, which few registries have; else {@code GET /v2/_catalog}, page by page, of which names with the term in them
 * count.
 */
final class Searches {
    private static final int MOST_PAGES = 1_000;
    private static final int PAGE = 1_000;
    private final RegistryCaller caller;

    Searches(RegistryCaller caller) {
        this.caller = caller;
    }

    /** @param session for the catalogue */
    List<FoundRepository> search(Session session, URI searchBase, String term, int limit) {
        String what = "searching " + session.source().host() + " for " + ForeignText.shown(term);
        URI v1 = searchBase.resolve("/v1/search?q=" + URLEncoder.encode(term, StandardCharsets.UTF_8) + "&n=" + limit);
        Optional<List<FoundRepository>> found = v1(what, session, v1);
        return found.orElseGet(() -> catalogue(what, session, term, limit)).stream()
                .limit(limit)
                .toList();
    }

    /** Empty where there is no such search: that shows in anything but a list. */
    private Optional<List<FoundRepository>> v1(String what, Session session, URI uri) {
        HttpResponse<WatchedInput> response = caller.call(what, session, RegistryRequest.get(uri));
        if (response.statusCode() != 200) {
            RegistryCaller.close(response);
            return Optional.empty();
        }
        try {
            JsonNode results = read(what, session, response).path("results");
            return results.isArray()
                    ? Optional.of(results.valueStream().map(Searches::v1).toList())
                    : Optional.empty();
        } catch (InvalidArgument e) {
            return Optional.empty();
        }
    }

    private static FoundRepository v1(JsonNode result) {
        return new FoundRepository(
                ForeignText.shown(result.path("name").asText("")),
                ForeignText.shown(result.path("description").asText("")),
                Math.max(0, result.path("star_count").asInt(0)),
                result.path("is_official").asBoolean(false),
                result.path("is_automated").asBoolean(false));
    }

    private List<FoundRepository> catalogue(String what, Session session, String term, int limit) {
        List<FoundRepository> found = new ArrayList<>();
        Optional<URI> page = Optional.of(session.api("_catalog?n=" + PAGE));
        for (int pages = 0; page.isPresent() && found.size() < limit && pages < MOST_PAGES; pages++) {
            HttpResponse<WatchedInput> response = caller.call(what, session, RegistryRequest.get(page.get()));
            if (response.statusCode() != 200) {
                throw RegistryErrors.refused(what, response);
            }
            List<String> names;
            try {
                names = ImageJson.texts(read(what, session, response), "repositories", "the catalogue");
            } catch (InvalidArgument e) {
                throw RegistryErrors.broken(what, e.message(), e);
            }
            session.patience().forget(); // each page has its own tries
            names.stream()
                    .filter(name -> name.contains(term))
                    .map(name -> new FoundRepository(ForeignText.shown(name), "", 0, false, false))
                    .forEach(found::add);
            String link = response.headers().firstValue("Link").orElse("");
            URI here = page.get();
            page = names.isEmpty()
                    ? Optional.empty()
                    : TagLists.next(link).map(next -> caller.resolve(what, session, here, next));
        }
        return found;
    }

    private static JsonNode read(String what, Session session, HttpResponse<WatchedInput> response) {
        try (InputStream body = response.body().small()) {
            return ImageJson.readObject(body.readNBytes(ImageJson.LARGEST + 1), "the answer");
        } catch (IOException e) {
            throw RegistryErrors.unreachable(what, session.source().host(), e);
        }
    }
}
