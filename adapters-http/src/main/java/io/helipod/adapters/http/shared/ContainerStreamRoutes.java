package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.core.EngineApi;
import io.helipod.core.container.ContainerLog;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerStreams;
import io.helipod.core.container.Containers;
import io.helipod.core.container.LogQuery;
import io.helipod.core.id.NameOrId;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;

/** Logs, attach and resize: the same bytes in both families, but for the frames of a terminal's log (behaviour.md 13, 14). */
public final class ContainerStreamRoutes {
    private final Containers containers;
    private final ContainerStreams streams;
    private final InstantSource clock;

    public ContainerStreamRoutes(EngineApi engine, InstantSource clock) {
        this.containers = engine.containers();
        this.streams = engine.streams();
        this.clock = clock;
    }

    /** Table of contents. */
    public void routes(Routes r) {
        r.get("/containers/{name}/logs", this::logs);
        r.get("/libpod/containers/{name}/logs", this::logs);
        r.post("/containers/{name}/resize", this::resize);
        r.post("/libpod/containers/{name}/resize", this::resize);
    }

    /** Podman's client always takes frames apart, docker's only where there is no terminal. */
    private void logs(ApiExchange exchange) throws IOException {
        LogQuery query = LogRequest.of(
                exchange.query().bool("stdout", false),
                exchange.query().bool("stderr", false),
                exchange.query().find("since"),
                exchange.query().find("until"),
                exchange.query().find("tail"),
                exchange.query().bool("follow", false),
                clock.instant());
        boolean timestamps = exchange.query().bool("timestamps", false);
        ContainerRecord container = containers.inspect(exchange.name());
        boolean framed = exchange.libpod() || !container.spec().process().terminal();
        try (ContainerLog log = streams.logs(NameOrId.of(container.id()), query)) {
            exchange.whileClientListens(() -> {
                try (OutputStream out = exchange.stream(200)) {
                    log.read(new LogFrames(out, framed, timestamps));
                }
            });
        }
    }

    private void resize(ApiExchange exchange) {
        streams.resize(exchange.name(), TerminalSizes.of(exchange));
        exchange.text(200, "");
    }
}
