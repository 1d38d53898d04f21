/**
 * Puts the engine together: composition by hand, configuration, command line, life of the process. Only this module reads the
 * environment, ends the process and writes on the standard streams.
 */
@org.jspecify.annotations.NullMarked
module io.helipod.app {
    requires transitive io.helipod.core;
    requires static transitive org.jspecify;
    requires io.helipod.adapters.http;
    requires io.helipod.adapters.oci;
    requires io.helipod.adapters.storage;
    requires io.helidon.common;
    requires io.helidon.config;
    requires io.helidon.http;
    requires io.helidon.webserver;
    requires info.picocli;
    requires java.logging;
    requires java.management;
    requires jdk.jfr;
    requires jdk.management;
    requires org.tomlj;

    exports io.helipod.app;

    provides io.helidon.webserver.spi.ProtocolConfigProvider with
            io.helipod.app.feature.HelipodProtocolProvider;
    provides io.helidon.webserver.spi.ServerConnectionSelectorProvider with
            io.helipod.app.feature.HelipodSelectorProvider;
    provides io.helidon.webserver.spi.ServerFeatureProvider with
            io.helipod.app.feature.HelipodFeatureProvider;
}
