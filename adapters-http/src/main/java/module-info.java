/** The REST API: URLs, query strings, JSON field names, status codes, framing, hijacked connections. Nothing here decides. */
@org.jspecify.annotations.NullMarked
module io.helipod.adapters.http {
    requires transitive io.helipod.core;
    requires static transitive org.jspecify;
    requires transitive io.helidon.webserver;
    requires io.helidon.common;
    requires io.helidon.common.buffers;
    requires io.helidon.common.concurrency.limits;
    requires transitive io.helidon.http;
    requires io.helidon.common.media.type;
    requires io.helidon.common.task;
    requires io.helidon.common.uri;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;

    exports io.helipod.adapters.http;

    uses io.helidon.webserver.http1.spi.Http1UpgradeProvider;

    provides io.helidon.webserver.http.spi.SinkProvider with
            io.helipod.adapters.http.exchange.EarlyHeaders;

    opens io.helipod.adapters.http.compat.wire to
            com.fasterxml.jackson.databind;
    opens io.helipod.adapters.http.error.wire to
            com.fasterxml.jackson.databind;
    opens io.helipod.adapters.http.libpod.wire to
            com.fasterxml.jackson.databind;
    opens io.helipod.adapters.http.shared.wire to
            com.fasterxml.jackson.databind;
}
