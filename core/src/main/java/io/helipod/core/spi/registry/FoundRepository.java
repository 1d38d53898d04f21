package io.helipod.core.spi.registry;

/**
 * A repository that a registry's search found. A registry that only has a catalogue knows no more than the name.
 *
 * @param name path of the repository
 */
public record FoundRepository(String name, String description, int stars, boolean official, boolean automated) {}
