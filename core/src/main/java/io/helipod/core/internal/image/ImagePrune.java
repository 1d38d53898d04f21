package io.helipod.core.internal.image;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventAction;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageSummary;
import io.helipod.core.image.PruneRequest;
import io.helipod.core.image.PrunedImage;
import io.helipod.core.internal.event.EventBus;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.ContainerStore;
import io.helipod.core.spi.storage.ImageStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Removes images that nothing uses: all in one commit, while nobody can make a container of them. */
public final class ImagePrune {
    private final ImageStore store;
    private final ContainerStore containers;
    private final ImageLookup lookup;
    private final Collector collector;
    private final EventBus bus;
    private final InstantSource clock;

    public ImagePrune(
            ImageStore store,
            ContainerStore containers,
            ImageLookup lookup,
            Collector collector,
            EventBus bus,
            InstantSource clock) {
        this.store = store;
        this.containers = containers;
        this.lookup = lookup;
        this.collector = collector;
        this.bus = bus;
        this.clock = clock;
    }

    List<PrunedImage> prune(PruneRequest request) {
        Predicate<ImageSummary> filter = new ImageFilters(lookup, clock.instant()).compile(request.filters());
        return removeUnused(
                image -> (request.all() || image.names().isEmpty()) && filter.test(new ImageSummary(image, 0)));
    }

    /** Removes those of these images that no container uses. */
    List<PrunedImage> removeUnused(Predicate<ImageRecord> wanted) {
        List<PrunedImage> pruned = lookup.changing(() -> {
            Set<ImageId> used =
                    containers.list().stream().map(ContainerRecord::imageId).collect(Collectors.toSet());
            LayerUsers users = new LayerUsers(store.list());
            List<PrunedImage> doomed = store.list().stream()
                    .filter(image -> !used.contains(image.id()))
                    .filter(wanted)
                    .map(image -> new PrunedImage(image, users.remove(image)))
                    .toList();
            if (!doomed.isEmpty()) {
                bus.commit(
                        doomed.stream()
                                .<Change>map(one ->
                                        new Change.RemoveImage(one.image().id()))
                                .toList(),
                        doomed.stream().flatMap(one -> events(one.image())).toArray(Event[]::new));
            }
            return doomed;
        });
        collector.removed(pruned.stream().map(PrunedImage::image).toList());
        return pruned;
    }

    private Stream<Event> events(ImageRecord image) {
        String shown = image.names().stream().findFirst().orElse(image.id().value());
        return Stream.concat(
                image.names().stream().map(name -> ImageEvents.of(EventAction.UNTAG, image, name, clock)),
                Stream.of(ImageEvents.of(EventAction.REMOVE, image, shown, clock)));
    }
}
