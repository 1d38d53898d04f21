package io.helipod.core.image;

import io.helipod.core.id.NameOrId;
import io.helipod.core.registry.RegistryAccess;
import java.util.Optional;

/**
 * Which image to send where.
 *
 * @param image an image that is here
 * @param destination absent: the name by which the image was found
 */
public record PushRequest(NameOrId image, Optional<ImageReference> destination, RegistryAccess access) {}
