package io.helipod.core.image;

import java.util.List;

/**
 * What removing one image did.
 *
 * @param untagged names taken away
 * @param deleted ids of images that are gone
 */
public record ImageRemoval(List<String> untagged, List<String> deleted) {
    public ImageRemoval {
        untagged = List.copyOf(untagged);
        deleted = List.copyOf(deleted);
    }
}
