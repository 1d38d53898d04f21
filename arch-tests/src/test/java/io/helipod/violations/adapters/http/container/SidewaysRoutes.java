package io.helipod.violations.adapters.http.container;

import io.helidon.http.Status;
import io.helipod.violations.adapters.http.error.ErrorRow;
import io.helipod.violations.adapters.oci.Neighbour;
import io.helipod.violations.core.spi.PortAsClass;

/** A route that goes to a neighbour and to a driven port, and decides a status. */
public final class SidewaysRoutes {
    /** Past the driving ports. */
    public Status list(PortAsClass port, Neighbour neighbour) {
        return Status.NOT_FOUND_404;
    }

    /** One half of a cycle. */
    public ErrorRow row() {
        return new ErrorRow(this);
    }

    /** A wire record outside wire. */
    public record StrayJson(String name) {}
}
