package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.shared.ExitWait;
import io.helipod.adapters.http.shared.WaitConditions;
import io.helipod.core.EngineApi;
import io.helipod.core.container.ContainerLifecycle;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.Containers;
import io.helipod.core.container.Signal;
import io.helipod.core.container.StopOptions;
import io.helipod.core.container.Transition;
import io.helipod.core.id.NameOrId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/** What moves a container through its states, in podman's words (behaviour.md 17, 18). */
public final class LibpodContainerLifecycleRoutes {
    private final Containers containers;
    private final ContainerLifecycle lifecycle;

    public LibpodContainerLifecycleRoutes(EngineApi engine) {
        this.containers = engine.containers();
        this.lifecycle = engine.lifecycle();
    }

    /** Table of contents. */
    public void routes(Routes r) {
        r.post("/libpod/containers/{name}/init", this::init);
        r.post("/libpod/containers/{name}/start", this::start);
        r.post("/libpod/containers/{name}/stop", this::stop);
        r.post("/libpod/containers/{name}/restart", this::restart);
        r.post("/libpod/containers/{name}/kill", this::kill);
        r.post("/libpod/containers/{name}/wait", this::await);
        r.post("/libpod/containers/{name}/pause", this::pause);
        r.post("/libpod/containers/{name}/unpause", this::unpause);
    }

    private void init(ApiExchange exchange) {
        reply(exchange, lifecycle.init(exchange.name()));
    }

    private void start(ApiExchange exchange) {
        reply(exchange, lifecycle.start(exchange.name()));
    }

    private void stop(ApiExchange exchange) {
        Optional<Long> timeout = exchange.query().number("timeout", 0, Long.MAX_VALUE);
        NameOrId ref = exchange.name();
        if (exchange.query().bool("ignore", false) && !containers.exists(ref)) {
            exchange.empty(204);
            return;
        }
        reply(exchange, lifecycle.stop(ref, StopOptions.within(timeout)));
    }

    /** Without a time there is no grace at all, unlike stop. */
    private void restart(ApiExchange exchange) {
        lifecycle.restart(
                exchange.name(),
                StopOptions.within(
                        exchange.query().number("timeout", 0, Long.MAX_VALUE).or(() -> Optional.of(0L))));
        exchange.empty(204);
    }

    private void kill(ApiExchange exchange) throws IOException {
        Signal signal = exchange.query().nonEmpty("signal").map(Signal::parse).orElse(Signal.KILL);
        ExitWait.kill(containers, lifecycle, exchange.name(), signal);
        exchange.empty(204);
    }

    /** The interval says how often podman would look; here nothing is polled. */
    private void await(ApiExchange exchange) throws IOException {
        Optional<Duration> unusedInterval = exchange.query().duration("interval");
        List<String> conditions = exchange.query().list("condition");
        if (WaitConditions.asksForHealth(conditions)) {
            // podman swallows that there is no healthcheck (behaviour.md 17)
            ContainerRecord unused = containers.inspect(exchange.name());
            exchange.text(200, "0");
            return;
        }
        Future<Integer> end = lifecycle.await(exchange.name(), WaitConditions.libpod(conditions));
        exchange.whileClientListens(() -> exchange.text(200, Integer.toString(ExitWait.await(end))));
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
