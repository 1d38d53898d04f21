package io.helipod.core.container;

/** Which system calls a container may use. */
public sealed interface SeccompProfile {
    /** The profile the distribution ships, or the configured one. */
    SeccompProfile DEFAULT = new Default();
    /** No filter. */
    SeccompProfile UNCONFINED = new Unconfined();

    /** The engine's default profile. */
    record Default() implements SeccompProfile {}

    /** No filter. */
    record Unconfined() implements SeccompProfile {}
}
