package io.helipod.core.system;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.image.ImageRecord;
import java.util.List;

/**
 * What images and containers take, in bytes of their files.
 *
 * @param layers of all layers, each counted once
 * @param images newest first
 * @param containers newest first; empty when they were not asked for
 */
public record DiskUsage(long layers, List<ImageUsage> images, List<ContainerUsage> containers) {
    public DiskUsage {
        images = List.copyOf(images);
        containers = List.copyOf(containers);
    }

    /**
     * An image.
     *
     * @param shared bytes of the layers that other images have too
     * @param containers how many were made from it
     */
    public record ImageUsage(ImageRecord image, long shared, int containers) {
        /** Bytes that would be free without it. */
        public long unique() {
            return image.size() - shared;
        }
    }

    /**
     * A container.
     *
     * @param image bytes of its image; 0 when that is gone
     * @param written bytes of its own files
     */
    public record ContainerUsage(ContainerRecord container, long image, long written) {}
}
