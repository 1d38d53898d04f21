package io.helipod.adapters.http.compat;

import io.helipod.adapters.http.compat.wire.WaitJson;
import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.shared.ExitWait;
import io.helipod.adapters.http.shared.WaitConditions;
import io.helipod.adapters.http.stream.JsonLinesWriter;
import io.helipod.core.EngineApi;
import io.helipod.core.container.ContainerLifecycle;
import io.helipod.core.container.Containers;
import io.helipod.core.container.Signal;
import io.helipod.core.container.StopOptions;
import io.helipod.core.container.Transition;
import io.helipod.core.container.WaitCondition;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.NameOrId;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Future;

/** What moves a container through its states, in docker's words (behaviour.md 17, 18). */
public final class CompatContainerLifecycleRoutes {
    private final Containers containers;
    private final ContainerLifecycle lifecycle;

    public CompatContainerLifecycleRoutes(EngineApi engine) {
        this.containers = engine.containers();
        this.lifecycle = engine.lifecycle();
    }

    /** Table of contents. */
    public void routes(Routes r) {
        r.post("/containers/{name}/start", this::start);
        r.post("/containers/{name}/stop", this::stop);
        r.post("/containers/{name}/restart", this::restart);
        r.post("/containers/{name}/kill", this::kill);
        r.post("/containers/{name}/wait", this::await);
        r.post("/containers/{name}/pause", this::pause);
        r.post("/containers/{name}/unpause", this::unpause);
    }

    private void start(ApiExchange exchange) {
        reply(exchange, lifecycle.start(exchange.name()));
    }

    private void stop(ApiExchange exchange) {
        Optional<Long> timeout = exchange.query().number("t");
        NameOrId ref = exchange.name();
        if (exchange.query().bool("ignore", false) && !containers.exists(ref)) {
            exchange.empty(204);
            return;
        }
        reply(exchange, lifecycle.stop(ref, StopOptions.resuming(timeout)));
    }

    /** Without a time it is the container's own, as docker documents; podman takes none for zero. */
    private void restart(ApiExchange exchange) {
        lifecycle.restart(exchange.name(), StopOptions.resuming(exchange.query().number("t", 0, Long.MAX_VALUE)));
        exchange.empty(204);
    }

    /** Docker answers SIGKILL only when the container has ended; the number 0 stands for it. */
    private void kill(ApiExchange exchange) throws IOException {
        Signal signal = exchange.query()
                .nonEmpty("signal")
                .map(Signal::parse)
                .filter(given -> given.number() != 0)
                .orElse(Signal.KILL);
        ExitWait.kill(containers, lifecycle, exchange.name(), signal);
        exchange.empty(204);
    }

    /** The head goes out before the wait: only then does docker start the container. */
    private void await(ApiExchange exchange) throws IOException {
        WaitCondition condition = WaitConditions.docker(exchange.query().text("condition"));
        NameOrId ref = exchange.name();
        if (!containers.exists(ref)) {
            throw new NotFound(ResourceType.CONTAINER, ref.value());
        }
        Future<Integer> end = lifecycle.await(ref, condition);
        exchange.whileClientListens(() -> {
            try (JsonLinesWriter out = exchange.jsonLines(200)) {
                out.write(outcome(end));
            } finally {
                end.cancel(false);
            }
        });
    }

    private static WaitJson outcome(Future<Integer> end) throws IOException {
        try {
            return WaitJson.of(ExitWait.await(end));
        } catch (EngineException e) {
            return WaitJson.failed(e.message());
        }
    }

    private void pause(ApiExchange exchange) {
        lifecycle.pause(exchange.name());
        exchange.empty(204);
    }

    private void unpause(ApiExchange exchange) {
        lifecycle.unpause(exchange.name());
        exchange.empty(204);
    }

    private static void reply(ApiExchange exchange, Transition transition) {
        switch (transition) {
            case CHANGED -> exchange.empty(204);
            case UNCHANGED -> exchange.empty(304);
        }
    }
}
