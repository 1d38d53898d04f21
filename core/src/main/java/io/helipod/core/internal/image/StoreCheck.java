package io.helipod.core.internal.image;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.Containers;
import io.helipod.core.container.RemoveOptions;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.TooLarge;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageLayer;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.PrunedImage;
import io.helipod.core.spi.storage.ContainerStore;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.LayerStore;
import io.helipod.core.system.CheckOptions;
import io.helipod.core.system.CheckReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Compares the records with what is on disk. What an image needs is held while it is looked at, so that nothing counts as missing that
 * somebody has just removed. A layer that is gone is unpacked again from its blob; an image whose blobs are gone or broken cannot be made
 * whole, so it goes, and can be pulled again. A disk that fails ends the check, before anything is removed for it.
 */
final class StoreCheck {
    private final ImageStore images;
    private final ContainerStore containerStore;
    private final Containers containers;
    private final ContentStore content;
    private final LayerStore layers;
    private final Collector collector;
    private final ImagePrune prune;
    private final CheckOptions options;

    private final Map<Digest, List<String>> damagedLayers = new LinkedHashMap<>();
    private final Map<ImageId, List<String>> damagedImages = new LinkedHashMap<>();
    private final Map<ContainerId, List<String>> damagedContainers = new LinkedHashMap<>();
    private final List<ImageId> beyondRepair = new ArrayList<>();
    private final Map<ContainerId, String> removedContainers = new LinkedHashMap<>();

    StoreCheck(
            ImageStore images,
            ContainerStore containerStore,
            Containers containers,
            ContentStore content,
            LayerStore layers,
            Collector collector,
            ImagePrune prune,
            CheckOptions options) {
        this.images = images;
        this.containerStore = containerStore;
        this.containers = containers;
        this.content = content;
        this.layers = layers;
        this.collector = collector;
        this.prune = prune;
        this.options = options;
    }

    CheckReport run() {
        BlobCheck blobs = new BlobCheck(content, options.quick());
        images.list().forEach(image -> check(image, blobs));
        checkContainers();
        List<Digest> unreferenced = collector.unreferencedLayers();
        unreferenced.forEach(layer -> told(damagedLayers, layer, "no image refers to it"));
        if (options.lossy()) {
            removeContainers();
        }
        List<PrunedImage> removed =
                options.repairs() ? prune.removeUnused(image -> beyondRepair.contains(image.id())) : List.of();
        if (options.repairs()) {
            collector.sweep();
        }
        Map<ImageId, List<String>> removedImages = new LinkedHashMap<>();
        removed.forEach(one -> removedImages.put(one.image().id(), one.image().names()));
        return new CheckReport(
                damagedLayers,
                damagedImages,
                damagedContainers,
                options.repairs() ? unreferenced : List.of(),
                removedImages,
                removedContainers);
    }

    private static <K> void told(Map<K, List<String>> map, K key, String what) {
        map.computeIfAbsent(key, none -> new ArrayList<>()).add(what);
    }

    private void check(ImageRecord image, BlobCheck blobs) {
        try (Collector.Pins pins = collector.pins()) {
            image.blobs().forEach(pins::hold);
            image.chain().forEach(pins::layer);
            if (images.get(image.id()).filter(image::equals).isEmpty()) {
                return; // it went or changed meanwhile
            }
            List<String> wrong = new ArrayList<>();
            blobs.look(
                            image.manifest().digest(),
                            OptionalLong.of(image.manifest().size()))
                    .ifPresent(wrong::add);
            image.index()
                    .flatMap(one -> blobs.look(one.digest(), OptionalLong.of(one.size())))
                    .ifPresent(wrong::add);
            if (!image.manifestList()) { // of a list the id is no document's digest
                blobs.look(image.id().digest(), OptionalLong.empty()).ifPresent(wrong::add);
            }
            for (int i = 0; i < image.layers().size(); i++) {
                check(image, i, blobs).ifPresent(wrong::add);
            }
            if (!wrong.isEmpty()) {
                wrong.forEach(what -> told(damagedImages, image.id(), what));
                beyondRepair.add(image.id());
            }
        }
    }

    /** What is wrong with a layer's blob. An unpacked layer that is missing is no damage of the image while it can be unpacked again. */
    private Optional<String> check(ImageRecord image, int index, BlobCheck blobs) {
        ImageLayer layer = image.layers().get(index);
        Optional<String> wrong =
                blobs.look(layer.blob().digest(), OptionalLong.of(layer.blob().size()));
        List<Digest> chain = image.chain().subList(0, index + 1);
        if (layers.has(chain)) {
            return wrong;
        }
        told(damagedLayers, layer.diffId(), "layer is not unpacked");
        if (wrong.isEmpty() && options.repairs()) {
            try {
                LayerStore.LayerInfo unused =
                        layers.unpack(chain, () -> content.open(layer.blob().digest()));
            } catch (InvalidArgument | TooLarge e) { // not what the disk did: that ends the check
                return Optional.of("layer " + layer.diffId() + " cannot be unpacked: " + e.message());
            }
        }
        return wrong;
    }

    private void checkContainers() {
        Set<ContainerId> there = Set.copyOf(layers.containers());
        for (ContainerRecord container : containerStore.list()) {
            if (!there.contains(container.id())
                    && containerStore.get(container.id()).isPresent()
                    && !layers.containers().contains(container.id())) {
                told(damagedContainers, container.id(), "its writable layer is missing");
            }
            if (beyondRepair.contains(container.imageId())) {
                told(damagedContainers, container.id(), "its image " + container.imageId() + " is damaged");
            }
        }
    }

    private void removeContainers() {
        for (ContainerId id : damagedContainers.keySet()) {
            containerStore.get(id).ifPresent(container -> {
                containers.remove(NameOrId.of(id), new RemoveOptions(true, false, Optional.of(0L)));
                removedContainers.put(id, container.name());
            });
        }
    }
}
