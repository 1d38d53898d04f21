package io.helipod.adapters.oci.registry;

import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.error.EngineException.RegistryFailed.Kind;
import java.net.URI;
import java.net.http.HttpResponse;

/** {@code GET /v2/}, which is there to be asked whether one may. */
final class LoginChecks {
    private final RegistryCaller caller;

    LoginChecks(RegistryCaller caller) {
        this.caller = caller;
    }

    void check(Session session) {
        String what = "logging in to " + session.source().host();
        URI api = session.api("");
        caller.forget(session);
        HttpResponse<WatchedInput> response;
        try {
            response = caller.call(what, session, RegistryRequest.get(api));
        } catch (RegistryFailed e) {
            throw e.kind() == Kind.UNAUTHORIZED ? refused(what, api, Kind.UNAUTHORIZED, "401 Unauthorized") : e;
        }
        RegistryCaller.close(response);
        switch (response.statusCode()) {
            case 200 -> {
                // in
            }
            case 401 -> throw refused(what, api, Kind.UNAUTHORIZED, "401 Unauthorized");
            case 403 -> throw refused(what, api, Kind.DENIED, "403 Forbidden");
            case 404 -> throw refused(what, api, Kind.NOT_FOUND, "404 Not Found");
            default -> throw refused(what, api, Kind.BROKEN, Integer.toString(response.statusCode()));
        }
    }

    private static RegistryFailed refused(String what, URI api, Kind kind, String status) {
        return new RegistryFailed(kind, what, "login attempt to " + api + " failed with status: " + status, null);
    }
}
