package io.helipod.core.internal.image;

import io.helipod.core.id.Digest;
import io.helipod.core.image.ImageLayer;
import io.helipod.core.image.ImageRecord;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How many images have each layer. For one thread. */
final class LayerUsers {
    private final Map<Digest, Integer> users = new HashMap<>();

    LayerUsers(Collection<ImageRecord> images) {
        for (ImageRecord image : images) {
            Set.copyOf(image.chain()).forEach(layer -> users.merge(layer, 1, Integer::sum));
        }
    }

    /** Bytes of the image's layers that others have too. */
    long shared(ImageRecord image) {
        return image.layers().stream()
                .filter(layer -> users.getOrDefault(layer.diffId(), 0) > 1)
                .mapToLong(ImageLayer::size)
                .sum();
    }

    /** Takes the image away; bytes of the layers that nobody has any more. */
    long remove(ImageRecord image) {
        long freed = 0;
        Set<Digest> seen = new HashSet<>();
        for (ImageLayer layer : image.layers()) {
            if (seen.add(layer.diffId()) && users.merge(layer.diffId(), -1, Integer::sum) == 0) {
                freed += layer.size();
            }
        }
        return freed;
    }
}
