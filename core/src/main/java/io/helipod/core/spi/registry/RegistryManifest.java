package io.helipod.core.spi.registry;

import io.helipod.core.image.Descriptor;

/**
 * A manifest with the bytes that make its digest.
 *
 * @param descriptor media type as the registry said it, digest and size of the bytes
 */
public record RegistryManifest(Descriptor descriptor, byte[] bytes) {}
