/**
 * The engine itself: words, rules, the state machine, both sets of ports and the services between them. It knows no web server,
 * no disk format and no program; it would survive a change of any of them.
 */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // the friends are later modules, which javac has not seen yet
module io.helipod.core {
    requires static transitive org.jspecify;

    exports io.helipod.core;
    exports io.helipod.core.container;
    exports io.helipod.core.error;
    exports io.helipod.core.event;
    exports io.helipod.core.exec;
    exports io.helipod.core.filter;
    exports io.helipod.core.id;
    exports io.helipod.core.image;
    exports io.helipod.core.registry;
    exports io.helipod.core.stream;
    exports io.helipod.core.system;
    exports io.helipod.core.spi.image to
            io.helipod.adapters.oci,
            io.helipod.app;
    exports io.helipod.core.spi.registry to
            io.helipod.adapters.oci,
            io.helipod.app;
    exports io.helipod.core.spi.runtime to
            io.helipod.adapters.oci,
            io.helipod.app;
    exports io.helipod.core.spi.storage to
            io.helipod.adapters.storage,
            io.helipod.app;
}
