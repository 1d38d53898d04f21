package io.helipod.adapters.http.compat;

import io.helipod.adapters.http.compat.wire.SystemInfoJson;
import io.helipod.adapters.http.error.ErrorMapper;
import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.system.SystemInfo;

/** What the engine is, in docker's shape, and the paths behind which the reference has nothing (behaviour.md 2). */
public final class CompatSystemRoutes {
    private final SystemInfo system;

    public CompatSystemRoutes(SystemInfo system) {
        this.system = system;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/info", this::info);
        r.any("/monitor", this::unsupported);
        r.any("/plugins", this::unsupported);
        r.post("/secrets/{name}/update", this::updateSecret);
        r.anyPlain("/secrets/{rest:.*}", this::swarm);
        r.anyPlain("/swarm/{rest:.*}", this::swarm);
        r.anyPlain("/services/{rest:.*}", this::swarm);
        r.anyPlain("/tasks/{rest:.*}", this::swarm);
        r.anyPlain("/nodes/{rest:.*}", this::swarm);
        r.anyPlain("/configs/{rest:.*}", this::swarm);
    }

    private void info(ApiExchange x) {
        x.json(200, SystemInfoJson.from(system.info(), x.config()));
    }

    private void unsupported(ApiExchange x) {
        String target = x.target();
        int query = target.indexOf('?');
        ErrorMapper.Refusal refusal = ErrorMapper.unsupportedPath(query < 0 ? target : target.substring(0, query));
        x.json(refusal.status(), refusal.body());
    }

    private void updateSecret(ApiExchange x) {
        throw new NotSupported("update is not supported");
    }

    private void swarm(ApiExchange x) {
        throw new Unavailable("Podman does not support service: " + x.target());
    }
}
