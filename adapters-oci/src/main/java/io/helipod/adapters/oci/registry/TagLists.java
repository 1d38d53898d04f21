package io.helipod.adapters.oci.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.oci.image.ImageJson;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code GET /v2/NAME/tags/list}, page by page. */
final class TagLists {
    private static final int MOST_TAGS = 10_000;
    private static final Pattern NEXT = Pattern.compile("<([^>]{1,2000})>\\s*;\\s*rel=\"?next\"?");
    private final RegistryCaller caller;

    TagLists(RegistryCaller caller) {
        this.caller = caller;
    }

    List<String> list(Session session) {
        String what = "listing tags of " + session.source();
        List<String> tags = new ArrayList<>();
        Optional<URI> page = Optional.of(session.repository("tags/list"));
        while (page.isPresent()) {
            HttpResponse<WatchedInput> response = caller.call(what, session, RegistryRequest.get(page.get()));
            if (response.statusCode() != 200) {
                throw RegistryErrors.refused(what, response);
            }
            int before = tags.size();
            tags.addAll(read(what, session, response));
            session.patience().forget(); // each page has its own tries
            if (tags.size() > MOST_TAGS) {
                throw RegistryErrors.broken(what, "there are more than " + MOST_TAGS + " tags", null);
            }
            Optional<String> next = next(response.headers().firstValue("Link").orElse(""));
            page = tags.size() > before && next.isPresent()
                    ? Optional.of(caller.resolve(what, session, page.get(), next.get()))
                    : Optional.empty();
        }
        return tags;
    }

    /** Where the next page is, as a Link header tells it (RFC 8288). */
    static Optional<String> next(String link) {
        Matcher next = NEXT.matcher(link);
        return next.find() ? Optional.of(next.group(1)) : Optional.empty();
    }

    private static List<String> read(String what, Session session, HttpResponse<WatchedInput> response) {
        try (InputStream body = response.body().small()) {
            JsonNode answer = ImageJson.readObject(body.readNBytes(ImageJson.LARGEST + 1), "the list");
            return ImageJson.texts(answer, "tags", "the list");
        } catch (IOException e) {
            throw RegistryErrors.unreachable(what, session.source().host(), e);
        } catch (InvalidArgument e) {
            throw RegistryErrors.broken(what, e.message(), e);
        }
    }
}
