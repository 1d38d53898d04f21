package io.helipod.core.internal.container;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.ResourceType;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventAction;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.internal.event.EventBus;
import io.helipod.core.internal.work.LockTable;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.ContainerStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The containers' records under their locks: find, lock, save, tell. */
public final class ContainerTable {
    private final ContainerStore store;
    private final EventBus bus;
    private final Waits waits;
    private final ContainerEvents events;
    private final LockTable<ContainerId> locks = new LockTable<>();

    ContainerTable(ContainerStore store, EventBus bus, Waits waits, ContainerEvents events) {
        this.store = store;
        this.bus = bus;
        this.waits = waits;
        this.events = events;
    }

    /** The containers as they are recorded. */
    public ContainerStore store() {
        return store;
    }

    Waits waits() {
        return waits;
    }

    /** Makes their events. */
    public ContainerEvents events() {
        return events;
    }

    /** The container, or NotFound. */
    public ContainerRecord find(NameOrId ref) {
        return store.find(ref).orElseThrow(() -> new NotFound(ResourceType.CONTAINER, ref.value()));
    }

    /** Decides under the container's lock, on its record as it is then. */
    public <T> T locked(NameOrId ref, Function<ContainerRecord, T> decision) {
        ContainerId id = find(ref).id();
        try (LockTable.Held held = locks.lock(id)) {
            return decision.apply(store.get(id).orElseThrow(() -> new NotFound(ResourceType.CONTAINER, ref.value())));
        }
    }

    /** The same for one that may be gone: then nothing happens. */
    void lockedIfThere(ContainerId id, java.util.function.Consumer<ContainerRecord> action) {
        try (LockTable.Held held = locks.lock(id)) {
            store.get(id).ifPresent(action);
        }
    }

    /** Stores the record and then tells of it. Call under the lock. */
    ContainerRecord save(ContainerRecord container, EventAction... actions) {
        List<Event> told = new ArrayList<>();
        for (EventAction action : actions) {
            told.add(events.of(action, container));
        }
        commit(List.of(new Change.SaveContainer(container)), told.toArray(Event[]::new));
        waits.changed(container);
        return container;
    }

    /** Stores changes and then tells of them. */
    public void commit(List<Change> changes, Event... told) {
        bus.commit(changes, told);
    }
}
