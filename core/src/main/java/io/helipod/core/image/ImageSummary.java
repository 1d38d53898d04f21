package io.helipod.core.image;

/**
 * An image in a list.
 *
 * @param image the stored image
 * @param containers how many containers were made from it
 */
public record ImageSummary(ImageRecord image, int containers) {}
