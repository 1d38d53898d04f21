package io.helipod.core.image;

/**
 * An image that a prune removed.
 *
 * @param image as it was
 * @param freed bytes of the files that no image needs any more
 */
public record PrunedImage(ImageRecord image, long freed) {}
