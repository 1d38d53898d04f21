package io.helipod.adapters.http.exchange;

import io.helidon.webserver.ConnectionContext;

/** The connection a request came on, bound for as long as it is served. */
public final class Connections {
    /** Bound by the connection selector; unbound where a host application did not add it. */
    public static final ScopedValue<ConnectionContext> CURRENT = ScopedValue.newInstance();

    private Connections() {}
}
