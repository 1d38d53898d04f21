package io.helipod.core.image;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.NameOrId;
import java.util.List;

/**
 * Which images to write, and how.
 *
 * @param images names, which go along, or ids
 * @param compress whether uncompressed layers are compressed; of use to {@link ArchiveFormat#DOCKER_DIR} only, as podman has it
 */
public record SaveRequest(List<NameOrId> images, ArchiveFormat format, boolean compress) {
    public SaveRequest {
        images = List.copyOf(images);
        if (images.isEmpty()) {
            throw new InvalidArgument("no image to save");
        }
        if (images.size() > 1 && format != ArchiveFormat.DOCKER_ARCHIVE) {
            throw new InvalidArgument("multi-image archives must use format of " + ArchiveFormat.DOCKER_ARCHIVE.word());
        }
    }
}
