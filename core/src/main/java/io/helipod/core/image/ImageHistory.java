package io.helipod.core.image;

import java.util.List;

/**
 * How a stored image came to be.
 *
 * @param steps the last one first
 */
public record ImageHistory(ImageRecord image, List<ImageStep> steps) {
    public ImageHistory {
        steps = List.copyOf(steps);
    }
}
