package io.helipod.adapters.http.compat;

import io.helipod.adapters.http.compat.wire.ContainerInspectJson;
import io.helipod.adapters.http.compat.wire.ContainerSummaryJson;
import io.helipod.adapters.http.compat.wire.CreateContainerJson;
import io.helipod.adapters.http.compat.wire.PrunedContainersJson;
import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.json.Encoded;
import io.helipod.adapters.http.shared.ContainerEncodings;
import io.helipod.adapters.http.shared.ContainerSize;
import io.helipod.adapters.http.shared.ContainerView;
import io.helipod.adapters.http.shared.ImageFacts;
import io.helipod.adapters.http.shared.PlatformWish;
import io.helipod.adapters.http.shared.wire.CreatedContainerJson;
import io.helipod.core.EngineApi;
import io.helipod.core.container.ContainerQuery;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.Containers;
import io.helipod.core.container.CreatedContainer;
import io.helipod.core.container.PrunedContainer;
import io.helipod.core.container.RemoveOptions;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.exec.Execs;
import io.helipod.core.id.NameOrId;
import io.helipod.core.system.SystemInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Containers as objects, in docker's words. */
public final class CompatContainerRoutes {
    private final Containers containers;
    private final Execs execs;
    private final ImageFacts images;
    private final SystemInfo system;
    private final InstantSource clock;
    private final ContainerEncodings encodings = new ContainerEncodings();

    public CompatContainerRoutes(EngineApi engine, InstantSource clock) {
        this.containers = engine.containers();
        this.execs = engine.execs();
        this.images = new ImageFacts(engine.images());
        this.system = engine.system();
        this.clock = clock;
    }

    /** Table of contents. */
    public void routes(Routes r) {
        r.post("/containers/create", this::create);
        r.get("/containers/json", this::list);
        r.post("/containers/prune", this::prune);
        r.get("/containers/{name}/json", this::inspect);
        r.post("/containers/{name}/rename", this::rename);
        r.delete("/containers/{name}", this::remove);
    }

    private void create(ApiExchange exchange) {
        Optional<String> platform = exchange.query().nonEmpty("platform");
        ContainerSpec spec = exchange.jsonBody(CreateContainerJson.class)
                .toDomain(exchange.query().find("name"));
        images.requirePlatform(spec.image(), PlatformWish.parse(platform.orElse("")));
        CreatedContainer created = containers.create(spec);
        exchange.json(201, CreatedContainerJson.from(created));
    }

    private void list(ApiExchange exchange) {
        Optional<Integer> limit = count(exchange, "limit");
        List<ContainerRecord> found = containers.list(
                new ContainerQuery(exchange.query().bool("all", false), limit.filter(n -> n > 0), exchange.filters()));
        Instant now = clock.instant();
        List<String> statuses =
                found.stream().map(c -> new ContainerView(c).dockerStatus(now)).toList();
        exchange.encoded(
                200,
                Encoded.array(found.stream().map(c -> row(c, size(exchange, c))).toList(), statuses));
    }

    private Encoded row(ContainerRecord container, Optional<ContainerSize> size) {
        return encodings.get(
                container,
                new Row(size),
                () -> Encoded.withText(status -> ContainerSummaryJson.from(container, status, size)));
    }

    /** What a row shows besides the record. */
    private record Row(Optional<ContainerSize> size) {}

    /** What the document shows besides the record. */
    private record Document(Optional<ContainerSize> size) {}

    private void inspect(ApiExchange exchange) {
        ContainerRecord container = containers.inspect(exchange.name());
        Optional<ContainerSize> size = size(exchange, container);
        List<ExecSession> sessions = execs.list(container.id());
        Supplier<Encoded> made = () -> Encoded.of(
                ContainerInspectJson.from(container, containers.paths(container), sessions, system.runtime(), size));
        // sessions come and go without a new revision of their container
        Encoded document = sessions.isEmpty() ? encodings.get(container, new Document(size), made) : made.get();
        exchange.encoded(200, document.document());
    }

    private void rename(ApiExchange exchange) {
        containers.rename(exchange.name(), exchange.query().text("name"));
        exchange.empty(204);
    }

    /** Docker's force knows no grace: what runs is killed. */
    private void remove(ApiExchange exchange) {
        if (exchange.query().bool("link", false)) {
            throw new InvalidArgument("bad parameter: link is not supported");
        }
        RemoveOptions options = new RemoveOptions(
                exchange.query().bool("force", false), exchange.query().bool("v", false), Optional.of(0L));
        NameOrId ref = exchange.name();
        if (!exchange.query().bool("ignore", false) || containers.exists(ref)) {
            containers.remove(ref, options);
        }
        exchange.empty(204);
    }

    /** Docker has no place for what could not be removed, so it becomes the answer (behaviour.md 25). */
    private void prune(ApiExchange exchange) {
        List<PrunedContainer> pruned = containers.prune(exchange.filters());
        String failures = pruned.stream().flatMap(one -> one.failure().stream()).collect(Collectors.joining("; "));
        if (!failures.isEmpty()) {
            throw new RuntimeFailed(failures, 125);
        }
        exchange.json(200, PrunedContainersJson.from(pruned));
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
