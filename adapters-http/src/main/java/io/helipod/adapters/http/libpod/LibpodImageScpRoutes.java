package io.helipod.adapters.http.libpod;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.core.error.EngineException.NotSupported;

/** Copying an image to another machine, for which podman's server logs in there by itself. */
public final class LibpodImageScpRoutes {
    /** The operations of this group. */
    public void routes(Routes r) {
        r.post("/libpod/images/scp/{name:.+}", this::refuse);
    }

    private void refuse(ApiExchange x) {
        throw new NotSupported(
                "cannot copy image " + x.path("name")
                        + ": the service logs in to no other machine, having no keys of its own; save the image and load it there");
    }
}
