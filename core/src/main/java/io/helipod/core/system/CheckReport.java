package io.helipod.core.system;

import io.helipod.core.id.ContainerId;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import java.util.List;
import java.util.Map;

/**
 * What a check found, and what was removed.
 *
 * @param layers diff id to what is wrong with it
 * @param images id to what is wrong with it
 * @param containers id to what is wrong with it
 * @param removedLayers that nothing refers to
 * @param removedImages id to the names it had
 * @param removedContainers id to the name it had
 */
public record CheckReport(
        Map<Digest, List<String>> layers,
        Map<ImageId, List<String>> images,
        Map<ContainerId, List<String>> containers,
        List<Digest> removedLayers,
        Map<ImageId, List<String>> removedImages,
        Map<ContainerId, String> removedContainers) {
    public CheckReport {
        layers = Map.copyOf(layers);
        images = Map.copyOf(images);
        containers = Map.copyOf(containers);
        removedLayers = List.copyOf(removedLayers);
        removedImages = Map.copyOf(removedImages);
        removedContainers = Map.copyOf(removedContainers);
    }

    /** Whether anything was wrong. */
    public boolean damaged() {
        return !layers.isEmpty() || !images.isEmpty() || !containers.isEmpty();
    }
}
