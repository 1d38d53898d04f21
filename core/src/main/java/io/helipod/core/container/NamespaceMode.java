package io.helipod.core.container;

/** Which namespace of one kind a container lives in (types.md 2.3). */
public sealed interface NamespaceMode {
    /** A fresh one of its own. */
    NamespaceMode PRIVATE = new Private();
    /** The host's. */
    NamespaceMode HOST = new Host();

    /** A fresh one of its own. */
    record Private() implements NamespaceMode {}

    /** The host's. */
    record Host() implements NamespaceMode {}
}
