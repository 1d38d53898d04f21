package io.helipod.adapters.http.compat;

import io.helipod.adapters.http.compat.wire.ImageDeleteJson;
import io.helipod.adapters.http.compat.wire.ImageInspectJson;
import io.helipod.adapters.http.compat.wire.ImageSummaryJson;
import io.helipod.adapters.http.compat.wire.ImportedImageJson;
import io.helipod.adapters.http.compat.wire.LoadedImagesJson;
import io.helipod.adapters.http.error.ErrorMapper;
import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.json.Encoded;
import io.helipod.adapters.http.shared.ImageEncodings;
import io.helipod.adapters.http.shared.ImageRequests;
import io.helipod.adapters.http.shared.RegistryRequests;
import io.helipod.core.EngineApi;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.filter.Filters;
import io.helipod.core.id.Digest;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.image.ImageSummary;
import io.helipod.core.image.ImportRequest;
import io.helipod.core.image.Platform;
import io.helipod.core.image.PullPolicy;
import io.helipod.core.image.PullRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images in docker's shape. A name is looked up as it is first, new names go by Docker's rules (behaviour.md 11). */
public final class CompatImageRoutes {
    private static final String CREATE = "/images/create";
    private final EngineApi api;
    private final ImageEncodings encodings = new ImageEncodings();

    public CompatImageRoutes(EngineApi api) {
        this.api = api;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/images/json", this::list);
        r.post("/images/load", this::load);
        r.post(CREATE, this::create);
        r.get("/images/{name:.+}/json", this::inspect);
        r.post("/images/{name:.+}/tag", this::tag);
        r.delete("/images/{name:.+}", this::remove);
    }

    private void list(ApiExchange x) {
        // docker's lists have no manifest lists in them
        List<ImageSummary> found = api.images().list(filters(x)).stream()
                .filter(one -> !one.image().manifestList())
                .toList();
        Map<Digest, Integer> users = x.query().bool("shared-size", false) ? layerUsers() : Map.of();
        boolean virtualSize = x.olderThan("1.44");
        x.encoded(
                200,
                Encoded.array(found.stream()
                        .map(one -> row(one, sharedSize(one.image(), users), virtualSize))
                        .toList()));
    }

    private Encoded row(ImageSummary one, long sharedSize, boolean virtualSize) {
        return encodings.get(
                one.image(),
                new Row(one.containers(), sharedSize, virtualSize),
                () -> Encoded.of(ImageSummaryJson.from(one, sharedSize, virtualSize)));
    }

    /** What a row shows besides the record. */
    private record Row(int containers, long sharedSize, boolean virtualSize) {}

    /** What the document shows besides the record. */
    private record Document(boolean containerConfig, boolean virtualSize) {}

    /** The filters, with API 1.24's {@code filter} among them. */
    private static Filters filters(ApiExchange x) {
        Filters filters = x.filters();
        Optional<String> old = x.query().nonEmpty("filter");
        if (old.isEmpty()) {
            return filters;
        }
        Map<String, List<String>> all = new LinkedHashMap<>(filters.values());
        List<String> references = new ArrayList<>(filters.get("reference"));
        references.add(old.get());
        all.put("reference", references);
        return new Filters(all);
    }

    private Map<Digest, Integer> layerUsers() {
        Map<Digest, Integer> users = new HashMap<>();
        api.images()
                .list(Filters.NONE)
                .forEach(one ->
                        one.image().chain().stream().distinct().forEach(layer -> users.merge(layer, 1, Integer::sum)));
        return users;
    }

    private static long sharedSize(ImageRecord image, Map<Digest, Integer> users) {
        if (users.isEmpty()) {
            return -1;
        }
        return image.layers().stream()
                .filter(layer -> users.getOrDefault(layer.diffId(), 0) > 1)
                .mapToLong(layer -> layer.size())
                .sum();
    }

    private void load(ApiExchange x) throws IOException {
        try (InputStream archive = x.bodyStream()) {
            x.json(200, LoadedImagesJson.from(api.archives().load(archive)));
        }
    }

    /** Two operations, told apart by their parameters; with neither it is no path at all (behaviour.md 2). */
    private void create(ApiExchange x) throws IOException {
        if (x.query().has("fromImage")) {
            pull(x);
        } else if (x.query().has("fromSrc")) {
            importRootfs(x);
        } else {
            x.responseHeader("X-Content-Type-Options", "nosniff");
            x.bytes(
                    ErrorMapper.unrouted(),
                    "text/plain; charset=utf-8",
                    "Not Found\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Without tag and digest every tag is meant, as Docker documents; its command says {@code latest} itself. */
    private void pull(ApiExchange x) throws IOException {
        String tag = x.query().text("tag");
        ImageReference name = ImageReference.parse(
                x.query().text("fromImage") + (tag.isEmpty() ? "" : (tag.contains(":") ? "@" : ":") + tag),
                Home.DOCKER);
        PullRequest request = new PullRequest(
                new NameOrId(name.toString()),
                PullPolicy.ALWAYS,
                platform(x),
                name.tag().isEmpty() && name.digest().isEmpty(),
                RegistryRequests.access(x));
        ImageRequests.pull(x, CREATE, api.transfers(), request, false);
    }

    private void importRootfs(ApiExchange x) throws IOException {
        String source = x.query().text("fromSrc");
        if (!source.equals("-")) {
            throw new NotSupported("fromSrc: importing from a URL is not supported, only from the request's body");
        }
        Optional<ImageReference> target =
                x.query().nonEmpty("repo").map(repo -> ImageRequests.target(x.query(), Home.DOCKER));
        ImportRequest request =
                new ImportRequest(target, x.query().text("message"), x.query().list("changes"), platform(x));
        try (InputStream rootfs = x.bodyStream()) {
            x.jsonRecord(200, ImportedImageJson.from(api.archives().importRootfs(request, rootfs)));
        }
    }

    private Optional<Platform> platform(ApiExchange x) {
        return x.query()
                .nonEmpty("platform")
                .map(text -> Platform.parse(
                        text, new Platform("linux", api.system().host().architecture(), "")));
    }

    private void inspect(ApiExchange x) {
        ImageRecord image;
        try {
            image = api.images().inspect(x.name());
        } catch (NotFound e) {
            ErrorMapper.Refusal refusal = ErrorMapper.noSuchImage(x.name().value());
            x.json(refusal.status(), refusal.body());
            return;
        }
        Document kind = new Document(x.olderThan("1.45"), x.olderThan("1.44"));
        x.encoded(
                200,
                encodings
                        .get(
                                image,
                                kind,
                                () -> Encoded.of(
                                        ImageInspectJson.from(image, kind.containerConfig(), kind.virtualSize())))
                        .document());
    }

    private void tag(ApiExchange x) {
        api.images().tag(x.name(), ImageRequests.target(x.queryAndForm(), Home.DOCKER));
        x.text(201, "");
    }

    private void remove(ApiExchange x) {
        try {
            x.json(
                    200,
                    ImageDeleteJson.from(api.images().remove(x.name(), x.query().bool("force", false))));
        } catch (NotFound e) {
            if (!x.query().bool("ignore", false)) {
                throw e;
            }
            x.json(200, List.of());
        }
    }
}
