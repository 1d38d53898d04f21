package io.helipod.core.image;

import io.helipod.core.id.ImageId;
import java.util.List;
import java.util.Optional;

/**
 * One step of a stored image's making, with what is stored of it.
 *
 * @param image the image that ends with this step; absent when none does, or another step has named it
 * @param entry what the image's config says of the step
 * @param size bytes of the files of its layer; 0 when it made none
 * @param tags full names of the images that end with this step's layer
 */
public record ImageStep(Optional<ImageId> image, HistoryEntry entry, long size, List<String> tags) {
    public ImageStep {
        tags = List.copyOf(tags);
    }
}
