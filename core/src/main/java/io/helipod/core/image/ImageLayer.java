package io.helipod.core.image;

import io.helipod.core.id.Digest;

/**
 * One layer of a stored image.
 *
 * @param blob the layer as it was received
 * @param diffId digest of the uncompressed tar
 * @param size bytes of the files it unpacks to
 */
public record ImageLayer(Descriptor blob, Digest diffId, long size) {}
