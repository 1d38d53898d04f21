package io.helipod.adapters.storage.record;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.error.EngineException.NameTaken;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.ContainerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The containers of a {@link RecordIndex}, and how those that ended did. Immutable. */
final class ContainerIndex {
    /** How a container ended, and when that was recorded. */
    record Exit(ContainerId id, ExitStatus status, Instant recorded) {}

    /** No container. */
    static final ContainerIndex EMPTY = new ContainerIndex(SharedMap.byId(), SharedMap.byName(), SharedMap.byId());

    private static final Comparator<ContainerRecord> NEWEST = Comparator.comparing(ContainerRecord::created)
            .reversed()
            .thenComparing(each -> each.id().value());
    private final SharedMap<ContainerRecord> byId;
    private final SharedMap<ContainerId> names;
    private final SharedMap<Exit> exits;
    private volatile @Nullable List<ContainerRecord> list;

    private ContainerIndex(SharedMap<ContainerRecord> byId, SharedMap<ContainerId> names, SharedMap<Exit> exits) {
        this.byId = byId;
        this.names = names;
        this.exits = exits;
    }

    Optional<ContainerRecord> get(String id) {
        return byId.get(id);
    }

    Optional<ContainerRecord> named(String name) {
        return names.get(name).flatMap(id -> byId.get(id.value()));
    }

    List<ContainerRecord> withPrefix(String prefix) {
        return byId.startingWith(prefix);
    }

    /** Newest first; unchanging. */
    List<ContainerRecord> list() {
        List<ContainerRecord> sorted = list;
        if (sorted == null) {
            List<ContainerRecord> all = byId.values();
            all.sort(NEWEST);
            sorted = List.copyOf(all);
            list = sorted;
        }
        return sorted;
    }

    Optional<ExitStatus> exit(ContainerId id) {
        return exits.get(id.value()).map(Exit::status);
    }

    /** Exits of containers that are gone, recorded before the given time. */
    List<ContainerId> exitsToForget(Instant before) {
        List<ContainerId> found = new ArrayList<>();
        for (Exit exit : exits.values()) {
            if (exit.recorded().isBefore(before) && byId.get(exit.id().value()).isEmpty()) {
                found.add(exit.id());
            }
        }
        return found;
    }

    /** NameTaken when its id or name is used. */
    ContainerIndex inserted(ContainerRecord fresh) {
        byId.get(fresh.id().value()).ifPresent(there -> {
            throw taken(fresh.id().value(), there.id());
        });
        return checked(fresh);
    }

    /** NotFound when it is not there, NameTaken when its new name is used. */
    ContainerIndex saved(ContainerRecord changed) {
        requireThere(changed.id());
        return checked(changed);
    }

    /** NotFound when it is not there. */
    void requireThere(ContainerId id) {
        if (byId.get(id.value()).isEmpty()) {
            throw new NotFound(ResourceType.CONTAINER, id.value());
        }
    }

    private ContainerIndex checked(ContainerRecord wanted) {
        names.get(wanted.name()).filter(id -> !id.equals(wanted.id())).ifPresent(holder -> {
            throw taken(wanted.name(), holder);
        });
        return with(wanted);
    }

    private static NameTaken taken(String name, ContainerId holder) {
        return new NameTaken(ResourceType.CONTAINER, name, holder.value());
    }

    /** As it was read from the disk. */
    ContainerIndex with(ContainerRecord record) {
        SharedMap<ContainerId> newNames = names;
        Optional<ContainerRecord> before = byId.get(record.id().value());
        if (before.isEmpty() || !before.get().name().equals(record.name())) {
            if (before.isPresent()) {
                newNames = newNames.without(before.get().name());
            }
            newNames = newNames.with(record.name(), record.id());
        }
        return new ContainerIndex(byId.with(record.id().value(), record), newNames, exits);
    }

    ContainerIndex without(ContainerId id) {
        Optional<ContainerRecord> before = byId.get(id.value());
        return before.isEmpty()
                ? this
                : new ContainerIndex(
                        byId.without(id.value()), names.without(before.get().name()), exits);
    }

    ContainerIndex withExit(Exit exit) {
        return new ContainerIndex(byId, names, exits.with(exit.id().value(), exit));
    }

    ContainerIndex withoutExits(List<ContainerId> ids) {
        SharedMap<Exit> left = exits;
        for (ContainerId id : ids) {
            left = left.without(id.value());
        }
        return new ContainerIndex(byId, names, left);
    }
}
