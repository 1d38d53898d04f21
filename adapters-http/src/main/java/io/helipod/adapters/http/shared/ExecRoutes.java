package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.shared.wire.CreateExecJson;
import io.helipod.adapters.http.shared.wire.ExecIdJson;
import io.helipod.adapters.http.shared.wire.ExecSessionJson;
import io.helipod.adapters.http.shared.wire.RemoveExecJson;
import io.helipod.adapters.http.shared.wire.StartExecJson;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.WrongState;
import io.helipod.core.error.ResourceType;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.exec.ExecSpec;
import io.helipod.core.exec.Execs;
import io.helipod.core.id.ExecId;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.OutputSink;
import io.helipod.core.stream.TerminalSize;
import java.io.IOException;
import java.util.Optional;

/** Exec sessions, the same in both families but for the code of one that has not ended (behaviour.md 13, types.md 4.5). */
public final class ExecRoutes {
    private final Execs execs;

    public ExecRoutes(Execs execs) {
        this.execs = execs;
    }

    /** Table of contents. */
    public void routes(Routes r) {
        r.post("/containers/{name}/exec", this::create);
        r.post("/exec/{id}/start", this::start);
        r.post("/exec/{id}/resize", this::resize);
        r.get("/exec/{id}/json", this::inspect);
        r.post("/libpod/containers/{name}/exec", this::create);
        r.post("/libpod/exec/{id}/start", this::start);
        r.post("/libpod/exec/{id}/resize", this::resize);
        r.get("/libpod/exec/{id}/json", this::inspect);
        r.post("/libpod/exec/{id}/remove", this::remove);
    }

    private void create(ApiExchange exchange) {
        ExecSpec spec = exchange.jsonBody(CreateExecJson.class).toDomain();
        spec.detachKeys().ifPresent(DetachKeys::parse);
        exchange.json(201, new ExecIdJson(execs.create(exchange.name(), spec).value()));
    }

    /**
     * States are checked before the connection changes hands. The process is started only then: podman's client before release 5.7 loses
     * what comes together with the head of the answer. Why one could not be started is told in the stream.
     */
    private void start(ApiExchange exchange) throws IOException {
        StartExecJson body = exchange.jsonBody(StartExecJson.class);
        ExecId id = id(exchange);
        if (body.detach()) {
            execs.startDetached(id);
            exchange.text(200, "");
            return;
        }
        exchange.requireRawConnection();
        ExecSpec spec = execs.inspect(id).spec();
        DetachKeys keys =
                DetachKeys.parse(spec.detachKeys().orElse(exchange.config().detachKeys()));
        Optional<TerminalSize> size = body.size();
        execs.requireStartable(id);
        exchange.hijack(HijackedOutput.contentType(exchange, spec.terminal()), duplex -> {
            OutputSink sink = HijackedOutput.sink(spec.terminal(), duplex.output());
            try (AttachedStreams streams = start(id, size)) {
                new AttachSession(streams, keys)
                        .run(duplex.input(), spec.attach().stdin(), sink);
            }
        });
    }

    private AttachedStreams start(ExecId id, Optional<TerminalSize> size) {
        try {
            return execs.start(id, size);
        } catch (EngineException e) {
            return new FailedStart(e);
        }
    }

    private void resize(ApiExchange exchange) {
        TerminalSize size = TerminalSizes.of(exchange);
        ExecId id = id(exchange);
        try {
            execs.resize(id, size);
        } catch (WrongState e) {
            if (!exchange.query().bool("running", false)) {
                throw e;
            }
        }
        exchange.empty(201);
    }

    private void inspect(ApiExchange exchange) {
        ExecSession session = execs.inspect(id(exchange));
        exchange.json(200, exchange.libpod() ? ExecSessionJson.podman(session) : ExecSessionJson.docker(session));
    }

    private void remove(ApiExchange exchange) {
        boolean force = exchange.jsonBody(RemoveExecJson.class).force();
        execs.remove(id(exchange), force);
        exchange.empty(200);
    }

    /** There are no names and no prefixes: any other text is no session's. */
    private static ExecId id(ApiExchange exchange) {
        String text = exchange.path("id");
        if (!ExecId.isExecId(text)) {
            throw new NotFound(ResourceType.EXEC_SESSION, text);
        }
        return new ExecId(text);
    }
}
