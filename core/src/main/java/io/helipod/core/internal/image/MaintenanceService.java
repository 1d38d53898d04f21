package io.helipod.core.internal.image;

import io.helipod.core.DrivenPorts;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.Containers;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.ImageLayer;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.internal.work.OwnThread;
import io.helipod.core.spi.storage.ContainerStore;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.LayerStore;
import io.helipod.core.system.CheckOptions;
import io.helipod.core.system.CheckReport;
import io.helipod.core.system.DiskUsage;
import io.helipod.core.system.DiskUsage.ContainerUsage;
import io.helipod.core.system.DiskUsage.ImageUsage;
import io.helipod.core.system.SystemMaintenance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is stored: told from the records where that is enough, compared with the disk where that is asked for. */
public final class MaintenanceService implements SystemMaintenance {
    private final ImageStore images;
    private final ContainerStore containerStore;
    private final Containers containers;
    private final ContentStore content;
    private final LayerStore layers;
    private final Collector collector;
    private final ImagePrune prune;

    public MaintenanceService(DrivenPorts ports, Containers containers, Collector collector, ImagePrune prune) {
        this.images = ports.images();
        this.containerStore = ports.containers();
        this.content = ports.content();
        this.layers = ports.layers();
        this.containers = containers;
        this.collector = collector;
        this.prune = prune;
    }

    @Override
    public CheckReport check(CheckOptions options) {
        StoreCheck check =
                new StoreCheck(images, containerStore, containers, content, layers, collector, prune, options);
        return OwnThread.call("helipod-check", check::run);
    }

    @Override
    public DiskUsage diskUsage(boolean withContainers) {
        List<ImageRecord> all = images.list();
        List<ContainerRecord> made = containerStore.list();
        LayerUsers users = new LayerUsers(all);
        Map<ImageId, Long> counts =
                made.stream().collect(Collectors.groupingBy(ContainerRecord::imageId, Collectors.counting()));
        Map<Digest, Long> layers = new HashMap<>();
        all.forEach(image -> image.layers().forEach((ImageLayer layer) -> layers.put(layer.diffId(), layer.size())));
        return new DiskUsage(
                layers.values().stream().mapToLong(size -> size).sum(),
                all.stream()
                        .map(image -> new ImageUsage(
                                image,
                                users.shared(image),
                                counts.getOrDefault(image.id(), 0L).intValue()))
                        .toList(),
                withContainers ? made.stream().map(this::usage).toList() : List.of());
    }

    private ContainerUsage usage(ContainerRecord container) {
        long image = images.get(container.imageId()).map(ImageRecord::size).orElse(0L);
        return new ContainerUsage(container, image, containers.size(container));
    }
}
