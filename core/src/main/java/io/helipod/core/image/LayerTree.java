package io.helipod.core.image;

import io.helipod.core.id.Digest;
import java.util.List;

/**
 * The layers of an image, or those that images made from it add.
 *
 * @param image whose layers these are
 * @param layers each with those that lie on it
 */
public record LayerTree(ImageRecord image, List<Node> layers) {
    public LayerTree {
        layers = List.copyOf(layers);
    }

    /**
     * A layer on those below it.
     *
     * @param size bytes of its files
     * @param topOf full names of the images that end with it
     * @param above layers that lie on it
     */
    public record Node(Digest diffId, long size, List<String> topOf, List<Node> above) {
        public Node {
            topOf = List.copyOf(topOf);
            above = List.copyOf(above);
        }
    }
}
