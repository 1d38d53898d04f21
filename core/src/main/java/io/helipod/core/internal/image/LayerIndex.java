package io.helipod.core.internal.image;

import io.helipod.core.id.Digest;
import io.helipod.core.image.ImageLayer;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.LayerTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which images end where, over one state of the store. Immutable. */
final class LayerIndex {
    private final List<ImageRecord> images;
    private final Map<List<Digest>, List<ImageRecord>> byChain = new LinkedHashMap<>();

    LayerIndex(List<ImageRecord> images) {
        this.images = images;
        images.forEach(image -> byChain.computeIfAbsent(image.chain(), none -> new ArrayList<>())
                .add(image));
    }

    /** Whether this is still what there is. */
    boolean of(List<ImageRecord> current) {
        return images == current; // a store that has not changed returns the same list
    }

    /** Images that end with this chain; the given one first, if it is among them. */
    List<ImageRecord> endingAt(List<Digest> chain, ImageRecord first) {
        List<ImageRecord> found = byChain.getOrDefault(chain, List.of());
        return Stream.concat(
                        found.stream().filter(image -> image.id().equals(first.id())),
                        found.stream().filter(image -> !image.id().equals(first.id())))
                .toList();
    }

    private List<String> names(List<Digest> chain) {
        return byChain.getOrDefault(chain, List.of()).stream()
                .flatMap(image -> image.names().stream())
                .toList();
    }

    /** The image's layers, each on the one before. */
    LayerTree layers(ImageRecord image) {
        List<Digest> chain = image.chain();
        List<LayerTree.Node> above = List.of();
        for (int i = chain.size() - 1; i >= 0; i--) {
            above = List.of(node(image.layers().get(i), chain.subList(0, i + 1), above));
        }
        return new LayerTree(image, above);
    }

    /** The image's last layer, and what images that begin with all of its layers add. */
    LayerTree children(ImageRecord image) {
        if (image.layers().isEmpty()) {
            return new LayerTree(image, List.of());
        }
        List<Digest> chain = image.chain();
        List<ImageRecord> larger = images.stream()
                .filter(other -> other.layers().size() > chain.size()
                        && other.chain().subList(0, chain.size()).equals(chain))
                .toList();
        return new LayerTree(image, List.of(node(image.layers().getLast(), chain, above(larger, chain.size()))));
    }

    /** What these images, which agree in the first layers, have behind them. */
    private List<LayerTree.Node> above(List<ImageRecord> agreeing, int depth) {
        Map<Digest, List<ImageRecord>> next = new LinkedHashMap<>();
        agreeing.stream()
                .filter(image -> image.layers().size() > depth)
                .forEach(image -> next.computeIfAbsent(image.layers().get(depth).diffId(), none -> new ArrayList<>())
                        .add(image));
        return next.values().stream()
                .map(some -> {
                    ImageRecord one = some.getFirst();
                    return node(one.layers().get(depth), one.chain().subList(0, depth + 1), above(some, depth + 1));
                })
                .toList();
    }

    private LayerTree.Node node(ImageLayer layer, List<Digest> chain, List<LayerTree.Node> above) {
        return new LayerTree.Node(layer.diffId(), layer.size(), names(chain), above);
    }
}
