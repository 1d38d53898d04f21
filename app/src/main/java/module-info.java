/** Puts the engine together: configuration, command line, life of the process. */
@org.jspecify.annotations.NullMarked
module io.helipod.app {
    requires transitive io.helipod.core;
    requires static transitive org.jspecify;
    requires io.helipod.adapters.http;
    requires io.helipod.adapters.oci;
    requires io.helipod.adapters.storage;
}
