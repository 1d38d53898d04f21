package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.error.ErrorMapper;
import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Query;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.json.Json;
import io.helipod.adapters.http.libpod.wire.ImageIdJson;
import io.helipod.adapters.http.libpod.wire.ManifestListJson;
import io.helipod.adapters.http.libpod.wire.ManifestModifiedJson;
import io.helipod.adapters.http.libpod.wire.ManifestModifyJson;
import io.helipod.adapters.http.libpod.wire.RemovedImagesJson;
import io.helipod.adapters.http.shared.RegistryRequests;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.image.ImageRemoval;
import io.helipod.core.image.IndexEdit;
import io.helipod.core.image.Manifests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Manifest lists, for clients of podman 4 and later and for those before (behaviour.md 1). Pushing them is next door. */
public final class LibpodManifestRoutes {
    private final Manifests manifests;

    public LibpodManifestRoutes(Manifests manifests) {
        this.manifests = manifests;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.post("/libpod/manifests/create", this::createByQuery);
        r.post("/libpod/manifests/{name:.+}", this::create);
        r.get("/libpod/manifests/{name:.+}/exists", this::exists);
        r.get("/libpod/manifests/{name:.+}/json", this::inspect);
        r.put("/libpod/manifests/{name:.+}", this::modify);
        r.post("/libpod/manifests/{name:.+}/add", this::add);
        r.delete("/libpod/manifests/{name:.+}", this::delete);
    }

    /** Whether the path asks for a version whose first digit is 0 to 3. */
    static boolean isOld(ApiExchange x) {
        return x.version()
                .filter(version -> Integer.toString(version.major()).charAt(0) <= '3')
                .isPresent();
    }

    /** For older versions; to a newer one this is a list of that name. */
    private void createByQuery(ApiExchange x) {
        if (isOld(x)) {
            x.json(200, new ImageIdJson(create(x, x.query().text("name"))));
        } else {
            x.json(201, new ImageIdJson(create(x, "create")));
        }
    }

    private void create(ApiExchange x) {
        x.json(isOld(x) ? 200 : 201, new ImageIdJson(create(x, x.path("name"))));
    }

    private String create(ApiExchange x, String name) {
        Query query = x.query();
        List<String> images = new ArrayList<>(query.list("images"));
        images.addAll(query.list("image"));
        Map<String, String> annotations = new LinkedHashMap<>(annotations(query));
        annotations.putAll(ManifestModifyJson.parse(query.list("annotation")));
        boolean all = query.bool("all", false);
        Optional<ManifestModifyJson> body = x.optionalJsonBody(ManifestModifyJson.class);
        IndexEdit edit = body.map(ManifestModifyJson::edit).orElse(IndexEdit.NONE);
        annotations.putAll(edit.indexAnnotations());
        ImageReference reference = ImageReference.parse(name, Home.LOCAL);
        if (reference.digest().isPresent()) {
            throw new InvalidArgument("a manifest list cannot be given the digest of its name: " + name);
        }
        boolean made = !manifests.exists(new NameOrId(reference.orLatest().toString()));
        ImageId id = manifests.create(
                reference,
                images,
                all,
                query.bool("amend", false),
                new IndexEdit(IndexEdit.NONE.target(), Map.of(), annotations, edit.subject()));
        List<String> more = body.flatMap(ManifestModifyJson::images).orElse(List.of());
        if (!more.isEmpty()) {
            try {
                manifests.add(
                        new NameOrId(id.value()),
                        more,
                        body.get().all(),
                        new IndexEdit(edit.target(), edit.annotations(), Map.of(), Optional.empty()),
                        RegistryRequests.access(x));
            } catch (EngineException e) {
                if (made) {
                    ImageRemoval unused = manifests.remove(new NameOrId(id.value()));
                }
                throw e;
            }
        }
        return id.value();
    }

    private static Map<String, String> annotations(Query query) {
        Map<String, String> all = new LinkedHashMap<>();
        query.nonEmpty("annotations")
                .map(text -> Json.readTree(text.getBytes(StandardCharsets.UTF_8), "the annotations"))
                .ifPresent(node -> {
                    if (!node.isObject()) {
                        throw new InvalidArgument("annotations has to be a JSON object");
                    }
                    node.properties()
                            .forEach(entry ->
                                    all.put(entry.getKey(), entry.getValue().asText()));
                });
        return all;
    }

    private void exists(ApiExchange x) {
        if (!manifests.exists(x.name())) {
            throw new NotFound(ResourceType.IMAGE, x.name().value());
        }
        x.empty(204);
    }

    private void inspect(ApiExchange x) {
        x.json(200, ManifestListJson.from(manifests.inspect(x.name(), RegistryRequests.access(x))));
    }

    private void add(ApiExchange x) {
        ManifestModifyJson body = x.jsonBody(ManifestModifyJson.class);
        x.json(
                200,
                new ImageIdJson(manifests
                        .add(
                                x.name(),
                                body.images().orElse(List.of()),
                                body.all(),
                                body.edit(),
                                RegistryRequests.access(x))
                        .value()));
    }

    private void modify(ApiExchange x) throws IOException {
        if (x.header("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/"))
                .isPresent()) {
            throw new NotSupported("files as artifacts in a manifest list are not supported");
        }
        ManifestModifyJson body = x.jsonBody(ManifestModifyJson.class);
        NameOrId list = x.name();
        if (!manifests.exists(list)) {
            throw new NotFound(ResourceType.IMAGE, list.value());
        }
        IndexEdit edit = body.edit();
        Report report = new Report();
        List<String> images = body.images().orElse(List.of());
        switch (body.operation().orElse("").toLowerCase(Locale.ROOT)) {
            case "update" ->
                report.done(images, () -> manifests.add(list, images, body.all(), edit, RegistryRequests.access(x)));
            case "remove" ->
                images.forEach(image ->
                        report.done(List.of(image), () -> manifests.removeInstance(list, Digest.parse(image))));
            case "annotate" -> {
                if (images.isEmpty()) {
                    report.done(List.of(), () -> manifests.annotate(list, edit));
                }
                images.forEach(image -> report.done(List.of(image), () -> manifests.annotate(list, image, edit)));
            }
            default ->
                throw new InvalidArgument(
                        "illegal operation \"" + body.operation().orElse("") + "\" for " + list);
        }
        int status = report.errors.isEmpty() ? 200 : ErrorMapper.partly(!report.images.isEmpty());
        x.json(status, new ManifestModifiedJson(report.id, report.images, report.errors));
    }

    /** What was done so far; one failure does not stop the rest. */
    private static final class Report {
        private final List<String> images = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private String id = "";

        private void done(List<String> names, Supplier<ImageId> change) {
            try {
                id = change.get().value();
                images.addAll(names);
            } catch (EngineException e) {
                errors.add(e.message());
            }
        }
    }

    /** Of an instance before version 4, of the list since. */
    private void delete(ApiExchange x) {
        if (isOld(x)) {
            Digest digest = Digest.parse(x.query()
                    .nonEmpty("digest")
                    .orElseThrow(() -> new InvalidArgument("digest parameter is required")));
            x.json(
                    200,
                    new ImageIdJson(manifests.removeInstance(x.name(), digest).value()));
            return;
        }
        try {
            ImageRemoval removal = manifests.remove(x.name());
            x.json(200, new RemovedImagesJson(removal.deleted(), removal.untagged(), 0, List.of()));
        } catch (NotFound e) {
            if (!x.query().bool("ignore", false)) {
                throw e;
            }
            x.json(200, new RemovedImagesJson(List.of(), List.of(), 0, List.of()));
        }
    }
}
