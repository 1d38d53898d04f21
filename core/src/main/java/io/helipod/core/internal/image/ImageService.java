package io.helipod.core.internal.image;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.Containers;
import io.helipod.core.container.RemoveOptions;
import io.helipod.core.error.EngineException.InUse;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventAction;
import io.helipod.core.filter.Filters;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageRemoval;
import io.helipod.core.image.ImageSummary;
import io.helipod.core.image.Images;
import io.helipod.core.image.PruneRequest;
import io.helipod.core.image.PrunedImage;
import io.helipod.core.internal.event.EventBus;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.ContainerStore;
import io.helipod.core.spi.storage.ImageStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The stored images: looked up, named, removed. */
public final class ImageService implements Images {
    private final ImageStore store;
    private final ContainerStore containerStore;
    private final Containers containers;
    private final ImageLookup lookup;
    private final Collector collector;
    private final EventBus bus;
    private final InstantSource clock;
    private final ImagePrune prune;

    public ImageService(
            ImageStore store,
            ContainerStore containerStore,
            Containers containers,
            ImageLookup lookup,
            Collector collector,
            ImagePrune prune,
            EventBus bus,
            InstantSource clock) {
        this.store = store;
        this.containerStore = containerStore;
        this.containers = containers;
        this.lookup = lookup;
        this.collector = collector;
        this.bus = bus;
        this.clock = clock;
        this.prune = prune;
    }

    @Override
    public List<ImageSummary> list(Filters filters) {
        Predicate<ImageSummary> filter = new ImageFilters(lookup, clock.instant()).compile(filters);
        Map<ImageId, Long> users = containerStore.list().stream()
                .collect(Collectors.groupingBy(ContainerRecord::imageId, Collectors.counting()));
        return store.list().stream()
                .map(image -> new ImageSummary(
                        image, users.getOrDefault(image.id(), 0L).intValue()))
                .filter(filter)
                .toList();
    }

    @Override
    public ImageRecord inspect(NameOrId ref) {
        return lookup.get(ref).image();
    }

    @Override
    public boolean exists(NameOrId ref) {
        return lookup.findAny(ref).isPresent();
    }

    @Override
    public void tag(NameOrId ref, ImageReference name) {
        String full = name.orLatest().toString();
        lookup.changing(() -> {
            ImageRecord image = lookup.getAny(ref).image();
            List<String> names = image.names().contains(full) ? image.names() : appended(image.names(), full);
            bus.commit(
                    List.of(new Change.SaveImage(image.withNames(names, image.formerNames()))),
                    ImageEvents.of(EventAction.TAG, image, full, clock));
            return image;
        });
    }

    @Override
    public void untag(NameOrId ref, Optional<ImageReference> name) {
        lookup.changing(() -> {
            ImageRecord image = lookup.getAny(ref).image();
            List<String> gone =
                    name.map(one -> List.of(one.orLatest().toString())).orElse(image.names());
            for (String one : gone) {
                if (!image.names().contains(one)) {
                    throw new NotFound(ResourceType.IMAGE, one);
                }
            }
            bus.commit(
                    List.of(new Change.SaveImage(without(image, gone))),
                    gone.stream()
                            .map(one -> ImageEvents.of(EventAction.UNTAG, image, one, clock))
                            .toArray(Event[]::new));
            return image;
        });
    }

    @Override
    public ImageRemoval remove(NameOrId ref, boolean force) {
        if (force) {
            removeStoppedUsers(ref);
        }
        Removed removed = lookup.changing(() -> removed(ref, force));
        collector.removed(removed.image().stream().toList()); // not inside: it may have much to remove
        return removed.removal();
    }

    /** What was removed, and the image if it was removed itself. */
    private record Removed(ImageRemoval removal, Optional<ImageRecord> image) {}

    private Removed removed(NameOrId ref, boolean force) {
        ImageLookup.Found found = lookup.getAny(ref);
        ImageRecord image = found.image();
        Optional<String> named = found.name().filter(image.names()::contains);
        if (named.isPresent() && image.names().size() > 1) {
            bus.commit(
                    List.of(new Change.SaveImage(without(image, List.of(named.get())))),
                    ImageEvents.of(EventAction.UNTAG, image, named.get(), clock));
            return new Removed(new ImageRemoval(List.of(named.get()), List.of()), Optional.empty());
        }
        if (named.isEmpty() && image.names().size() > 1 && !force) {
            throw new InUse(
                    "unable to delete image \"" + image.id() + "\" by ID with more than one tag (" + image.names()
                            + ")",
                    "please force removal");
        }
        requireUnused(image);
        bus.commit(
                List.of(new Change.RemoveImage(image.id())),
                Stream.concat(
                                image.names().stream().map(one -> ImageEvents.of(EventAction.UNTAG, image, one, clock)),
                                Stream.of(ImageEvents.of(EventAction.REMOVE, image, found.shownName(), clock)))
                        .toArray(Event[]::new));
        return new Removed(new ImageRemoval(image.names(), List.of(image.id().value())), Optional.of(image));
    }

    @Override
    public List<PrunedImage> prune(PruneRequest request) {
        return prune.prune(request);
    }

    private void removeStoppedUsers(NameOrId ref) {
        ImageLookup.Found found = lookup.getAny(ref);
        if (found.name().isPresent() && found.image().names().size() > 1) {
            return; // only a name goes
        }
        for (ContainerRecord user : usersOf(found.image())) {
            if (user.status().canRemove()) {
                containers.remove(NameOrId.of(user.id()), RemoveOptions.DEFAULT);
            }
        }
    }

    private void requireUnused(ImageRecord image) {
        List<ContainerRecord> users = usersOf(image);
        if (!users.isEmpty()) {
            throw new InUse(
                    "image used by " + users.getFirst().id(),
                    "image is in use by a container: consider listing external containers and force-removing image");
        }
    }

    private List<ContainerRecord> usersOf(ImageRecord image) {
        return containerStore.list().stream()
                .filter(container -> container.imageId().equals(image.id()))
                .toList();
    }

    private static ImageRecord without(ImageRecord image, List<String> gone) {
        List<String> names = new ArrayList<>(image.names());
        names.removeAll(gone);
        return image.withNames(names, merged(image.formerNames(), gone));
    }

    private static List<String> appended(List<String> list, String last) {
        return merged(list, List.of(last));
    }

    static List<String> merged(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).distinct().toList();
    }
}
