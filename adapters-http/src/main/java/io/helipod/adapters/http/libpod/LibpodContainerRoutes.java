package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.json.Encoded;
import io.helipod.adapters.http.libpod.wire.InspectContainerJson;
import io.helipod.adapters.http.libpod.wire.ListContainerJson;
import io.helipod.adapters.http.libpod.wire.NamespaceIdsJson;
import io.helipod.adapters.http.libpod.wire.PruneReportJson;
import io.helipod.adapters.http.libpod.wire.RemovedContainerJson;
import io.helipod.adapters.http.libpod.wire.SpecGeneratorJson;
import io.helipod.adapters.http.shared.ContainerEncodings;
import io.helipod.adapters.http.shared.ContainerSize;
import io.helipod.adapters.http.shared.ImageFacts;
import io.helipod.adapters.http.shared.wire.CreatedContainerJson;
import io.helipod.core.EngineApi;
import io.helipod.core.container.ContainerQuery;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.Containers;
import io.helipod.core.container.RemoveOptions;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.exec.Execs;
import io.helipod.core.id.NameOrId;
import io.helipod.core.system.SystemInfo;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Containers as objects, in podman's words. */
public final class LibpodContainerRoutes {
    private final Containers containers;
    private final Execs execs;
    private final ImageFacts images;
    private final SystemInfo system;
    private final ContainerEncodings encodings = new ContainerEncodings();

    public LibpodContainerRoutes(EngineApi engine) {
        this.containers = engine.containers();
        this.execs = engine.execs();
        this.images = new ImageFacts(engine.images());
        this.system = engine.system();
    }

    /** Table of contents. */
    public void routes(Routes r) {
        r.post("/libpod/containers/create", this::create);
        r.get("/libpod/containers/json", this::list);
        r.post("/libpod/containers/prune", this::prune);
        r.get("/libpod/containers/{name}/json", this::inspect);
        r.get("/libpod/containers/{name}/exists", this::exists);
        r.post("/libpod/containers/{name}/rename", this::rename);
        r.delete("/libpod/containers/{name}", this::remove);
    }

    private void create(ApiExchange exchange) {
        SpecGeneratorJson body = exchange.jsonBody(SpecGeneratorJson.class);
        ContainerSpec spec = body.toDomain(exchange.query().find("name"));
        images.requirePlatform(spec.image(), body.platform());
        exchange.json(201, CreatedContainerJson.from(containers.create(spec)));
    }

    /** Oldest first, as podman sorts. */
    private void list(ApiExchange exchange) {
        Optional<Integer> limit =
                count(exchange, "last").or(() -> count(exchange, "limit")).filter(n -> n > 0);
        boolean namespaces = exchange.query().bool("namespace", false);
        List<ContainerRecord> found =
                containers.list(new ContainerQuery(exchange.query().bool("all", false), limit, exchange.filters()));
        exchange.encoded(
                200,
                Encoded.array(found.reversed().stream()
                        .map(c -> namespaces ? rowWithNamespaces(c, size(exchange, c)) : row(c, size(exchange, c)))
                        .toList()));
    }

    private Encoded row(ContainerRecord container, Optional<ContainerSize> size) {
        return encodings.get(
                container,
                new Row(size),
                () -> Encoded.of(ListContainerJson.from(container, NamespaceIdsJson.NONE, size)));
    }

    /** Never kept: they are looked up in /proc each time. */
    private static Encoded rowWithNamespaces(ContainerRecord container, Optional<ContainerSize> size) {
        return Encoded.of(ListContainerJson.from(
                container, NamespaceIdsJson.of(container.state().pid()), size));
    }

    /** What a row shows besides the record. */
    private record Row(Optional<ContainerSize> size) {}

    /** What the document shows besides the record. */
    private record Document(String imageDigest, boolean old, Optional<ContainerSize> size) {}

    private void prune(ApiExchange exchange) {
        exchange.json(
                200,
                containers.prune(exchange.filters()).stream()
                        .map(PruneReportJson::from)
                        .toList());
    }

    private void inspect(ApiExchange exchange) {
        ContainerRecord container = containers.inspect(exchange.name());
        Document kind = new Document(images.digest(container), !exchange.atLeast("5.0.0"), size(exchange, container));
        List<ExecSession> sessions = execs.list(container.id());
        Supplier<Encoded> made = () -> Encoded.of(InspectContainerJson.from(
                container,
                containers.paths(container),
                sessions,
                system.runtime(),
                kind.imageDigest(),
                kind.old(),
                kind.size()));
        // sessions come and go without a new revision of their container
        Encoded document = sessions.isEmpty() ? encodings.get(container, kind, made) : made.get();
        exchange.encoded(200, document.document());
    }

    private void exists(ApiExchange exchange) {
        exchange.empty(containers.exists(exchange.name()) ? 204 : 404);
    }

    private void rename(ApiExchange exchange) {
        containers.rename(exchange.name(), exchange.query().text("name"));
        exchange.empty(204);
    }

    private void remove(ApiExchange exchange) {
        RemoveOptions options = new RemoveOptions(
                exchange.query().bool("force", false),
                exchange.query().bool("volumes", false),
                exchange.query().number("timeout", 0, Long.MAX_VALUE));
        // nothing depends on another container yet, so depend asks for nothing
        NameOrId ref = exchange.name();
        if (exchange.query().bool("ignore", false) && !containers.exists(ref)) {
            exchange.json(200, List.of());
            return;
        }
        ContainerRecord container = containers.inspect(ref);
        containers.remove(NameOrId.of(container.id()), options);
        exchange.json(200, List.of(new RemovedContainerJson(container.id().value())));
    }

    /** Looks at every file the container wrote, so only for those who ask. */
    private Optional<ContainerSize> size(ApiExchange exchange, ContainerRecord container) {
        return exchange.query().bool("size", false)
                ? Optional.of(new ContainerSize(images.size(container), containers.size(container)))
                : Optional.empty();
    }

    /** Zero and less mean no limit. */
    private static Optional<Integer> count(ApiExchange exchange, String name) {
        return exchange.query()
                .number(name, Integer.MIN_VALUE, Integer.MAX_VALUE)
                .map(Long::intValue);
    }
}
