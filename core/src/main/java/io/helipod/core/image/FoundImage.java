package io.helipod.core.image;

/**
 * A repository that a registry found.
 *
 * @param index who found it, shortened
 * @param name with its registry
 * @param description empty where the registry has none
 * @param tag one of its tags, when these were asked for; else empty
 */
public record FoundImage(
        String index, String name, String description, int stars, boolean official, boolean automated, String tag) {}
