package io.helipod.core.container;

/** What network a container has. */
public sealed interface NetworkMode {
    /** The engine's default network. */
    NetworkMode DEFAULT = new Default();
    /** Loopback only. */
    NetworkMode NONE = new None();
    /** The host's. */
    NetworkMode HOST = new Host();

    /** The engine's default network; until networks land that is loopback only, with a warning. */
    record Default() implements NetworkMode {}

    /** A namespace of its own with loopback only. */
    record None() implements NetworkMode {}

    /** The host's network namespace. */
    record Host() implements NetworkMode {}
}
