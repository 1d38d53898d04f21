package io.helipod.core.image;

import java.util.List;

/**
 * What a registry has under a name.
 *
 * @param manifest of the image or index
 * @param platforms it is for
 */
public record RemoteImage(Descriptor manifest, List<Platform> platforms) {
    public RemoteImage {
        platforms = List.copyOf(platforms);
    }
}
