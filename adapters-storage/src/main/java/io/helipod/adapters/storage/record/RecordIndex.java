package io.helipod.adapters.storage.record;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.error.EngineException.NameTaken;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.spi.storage.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is recorded, at one moment. Immutable: a change makes another index, so that readers need no lock and never
 * see half a commit. The rules about names are decided here, before the database is asked.
 */
final class RecordIndex {
    /** How a container ended, and when that was recorded. */
    record Exit(ContainerId id, ExitStatus status, Instant recorded) {}

    /** What is recorded after some changes, and those changes completed. */
    record Step(RecordIndex index, List<Change> changes) {}

    /** Nothing recorded. */
    static final RecordIndex EMPTY = new RecordIndex(
            SharedMap.byId(),
            SharedMap.byName(),
            SharedMap.byId(),
            SharedMap.byId(),
            SharedMap.byName(),
            SharedMap.byName());

    private static final Comparator<ContainerRecord> NEWEST_CONTAINER = Comparator.comparing(ContainerRecord::created)
            .reversed()
            .thenComparing(each -> each.id().value());
    private static final Comparator<ImageRecord> NEWEST_IMAGE = Comparator.comparing(ImageRecord::created)
            .reversed()
            .thenComparing(each -> each.id().value());

    private final SharedMap<ContainerRecord> containers;
    private final SharedMap<ContainerId> containerNames;
    private final SharedMap<Exit> exits;
    private final SharedMap<ImageRecord> images;
    private final SharedMap<ImageId> imageNames;
    private final SharedMap<ImageId> manifests;
    private volatile @Nullable List<ContainerRecord> containerList;
    private volatile @Nullable List<ImageRecord> imageList;

    private RecordIndex(
            SharedMap<ContainerRecord> containers,
            SharedMap<ContainerId> containerNames,
            SharedMap<Exit> exits,
            SharedMap<ImageRecord> images,
            SharedMap<ImageId> imageNames,
            SharedMap<ImageId> manifests) {
        this.containers = containers;
        this.containerNames = containerNames;
        this.exits = exits;
        this.images = images;
        this.imageNames = imageNames;
        this.manifests = manifests;
    }

    Optional<ContainerRecord> container(String id) {
        return containers.get(id);
    }

    Optional<ContainerRecord> containerNamed(String name) {
        return containerNames.get(name).flatMap(id -> containers.get(id.value()));
    }

    List<ContainerRecord> containersWithPrefix(String prefix) {
        return containers.startingWith(prefix);
    }

    List<ContainerRecord> containers() {
        List<ContainerRecord> list = containerList;
        if (list == null) {
            List<ContainerRecord> all = containers.values();
            all.sort(NEWEST_CONTAINER);
            list = List.copyOf(all);
            containerList = list;
        }
        return list;
    }

    Optional<ExitStatus> exit(ContainerId id) {
        return exits.get(id.value()).map(Exit::status);
    }

    /** Exits of containers that are gone, recorded before the given time. */
    List<ContainerId> exitsToForget(Instant before) {
        List<ContainerId> found = new ArrayList<>();
        for (Exit exit : exits.values()) {
            if (exit.recorded().isBefore(before)
                    && containers.get(exit.id().value()).isEmpty()) {
                found.add(exit.id());
            }
        }
        return found;
    }

    Optional<ImageRecord> image(ImageId id) {
        return images.get(id.value());
    }

    Optional<ImageRecord> imageNamed(String name) {
        return imageNames.get(name).flatMap(this::image);
    }

    Optional<ImageRecord> imageWithManifest(String digest) {
        return manifests.get(digest).flatMap(this::image);
    }

    List<ImageRecord> imagesWithPrefix(String prefix) {
        List<ImageRecord> found = images.startingWith(prefix);
        found.sort(NEWEST_IMAGE);
        return List.copyOf(found);
    }

    List<ImageRecord> images() {
        List<ImageRecord> list = imageList;
        if (list == null) {
            List<ImageRecord> all = images.values();
            all.sort(NEWEST_IMAGE);
            list = List.copyOf(all);
            imageList = list;
        }
        return list;
    }

    /**
     * What is recorded after the changes, and all there is to write for it: an image that loses a name to another is saved too.
     *
     * @throws NameTaken when a container's name or id is used
     * @throws NotFound when a container to save is not there
     */
    Step after(List<Change> changes, Instant now) {
        List<Change> all = new ArrayList<>(changes.size());
        RecordIndex index = this;
        for (Change change : changes) {
            if (change instanceof Change.SaveImage save) {
                for (ImageRecord loser : index.losers(save.image())) {
                    all.add(new Change.SaveImage(loser));
                    index = index.withImage(loser);
                }
            }
            index.check(change);
            all.add(change);
            index = index.with(change, now);
        }
        return new Step(index, all);
    }

    private List<ImageRecord> losers(ImageRecord winner) {
        Map<ImageId, Set<String>> taken = new HashMap<>();
        for (String name : winner.names()) {
            imageNames
                    .get(name)
                    .filter(id -> !id.equals(winner.id()))
                    .ifPresent(id -> taken.computeIfAbsent(id, none -> new LinkedHashSet<>())
                            .add(name));
        }
        List<ImageRecord> losers = new ArrayList<>();
        taken.forEach((id, names) -> image(id).ifPresent(loser -> {
            List<String> kept =
                    loser.names().stream().filter(name -> !names.contains(name)).toList();
            Set<String> former = new LinkedHashSet<>(loser.formerNames());
            former.addAll(names);
            losers.add(loser.withNames(kept, List.copyOf(former)));
        }));
        return losers;
    }

    private void check(Change change) {
        switch (change) {
            case Change.InsertContainer insert -> {
                ContainerRecord fresh = insert.container();
                containers.get(fresh.id().value()).ifPresent(there -> {
                    throw taken(fresh.id().value(), there.id());
                });
                checkName(fresh);
            }
            case Change.SaveContainer save -> {
                ContainerRecord changed = save.container();
                if (containers.get(changed.id().value()).isEmpty()) {
                    throw new NotFound(ResourceType.CONTAINER, changed.id().value());
                }
                checkName(changed);
            }
            case Change.RemoveContainer _, Change.RecordExit _, Change.SaveImage _, Change.RemoveImage _ -> {}
        }
    }

    private void checkName(ContainerRecord wanted) {
        containerNames.get(wanted.name()).filter(id -> !id.equals(wanted.id())).ifPresent(holder -> {
            throw taken(wanted.name(), holder);
        });
    }

    private static NameTaken taken(String name, ContainerId holder) {
        return new NameTaken(ResourceType.CONTAINER, name, holder.value());
    }

    private RecordIndex with(Change change, Instant now) {
        return switch (change) {
            case Change.InsertContainer insert -> withContainer(insert.container());
            case Change.SaveContainer save -> withContainer(save.container());
            case Change.RemoveContainer remove -> withoutContainer(remove.id());
            case Change.RecordExit exit -> withExit(new Exit(exit.id(), exit.exit(), now));
            case Change.SaveImage save -> withImage(save.image());
            case Change.RemoveImage remove -> withoutImage(remove.id());
        };
    }

    RecordIndex withContainer(ContainerRecord record) {
        SharedMap<ContainerId> names = containerNames;
        Optional<ContainerRecord> before = containers.get(record.id().value());
        if (before.isEmpty() || !before.get().name().equals(record.name())) {
            if (before.isPresent()) {
                names = names.without(before.get().name());
            }
            names = names.with(record.name(), record.id());
        }
        return new RecordIndex(
                containers.with(record.id().value(), record), names, exits, images, imageNames, manifests);
    }

    private RecordIndex withoutContainer(ContainerId id) {
        Optional<ContainerRecord> before = containers.get(id.value());
        return before.isEmpty()
                ? this
                : new RecordIndex(
                        containers.without(id.value()),
                        containerNames.without(before.get().name()),
                        exits,
                        images,
                        imageNames,
                        manifests);
    }

    RecordIndex withExit(Exit exit) {
        return new RecordIndex(
                containers, containerNames, exits.with(exit.id().value(), exit), images, imageNames, manifests);
    }

    RecordIndex withoutExits(List<ContainerId> ids) {
        SharedMap<Exit> left = exits;
        for (ContainerId id : ids) {
            left = left.without(id.value());
        }
        return new RecordIndex(containers, containerNames, left, images, imageNames, manifests);
    }

    RecordIndex withImage(ImageRecord record) {
        RecordIndex clean = withoutImage(record.id());
        SharedMap<ImageId> names = clean.imageNames;
        for (String name : record.names()) {
            names = names.with(name, record.id());
        }
        return new RecordIndex(
                containers,
                containerNames,
                exits,
                clean.images.with(record.id().value(), record),
                names,
                clean.manifests.with(record.manifest().digest().toString(), record.id()));
    }

    private RecordIndex withoutImage(ImageId id) {
        Optional<ImageRecord> before = images.get(id.value());
        if (before.isEmpty()) {
            return this;
        }
        SharedMap<ImageId> names = imageNames;
        for (String name : before.get().names()) {
            if (names.get(name).filter(id::equals).isPresent()) {
                names = names.without(name);
            }
        }
        return new RecordIndex(
                containers,
                containerNames,
                exits,
                images.without(id.value()),
                names,
                manifests.without(before.get().manifest().digest().toString()));
    }
}
