package io.helipod.core.image;

import io.helipod.core.id.Digest;

/**
 * An image that a pull has made sure of.
 *
 * @param image as it is stored now
 * @param name the full name it was found under
 * @param digest of what that name points to, an index's if it is one
 * @param changed whether the name points to another image here than before
 */
public record PulledImage(ImageRecord image, ImageReference name, Digest digest, boolean changed) {}
