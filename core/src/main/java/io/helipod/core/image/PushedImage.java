package io.helipod.core.image;

/**
 * An image that a registry has.
 *
 * @param name where
 * @param manifest what the name points to there
 */
public record PushedImage(ImageReference name, Descriptor manifest) {}
