package io.helipod.adapters.storage.record;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.error.EngineException.Ambiguous;
import io.helipod.core.error.ResourceType;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.spi.storage.ContainerStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The containers of whatever index is current. */
record ContainerView(Supplier<RecordIndex> current) implements ContainerStore {
    @Override
    public Optional<ContainerRecord> find(NameOrId ref) {
        ContainerIndex index = current.get().containers();
        Optional<ContainerRecord> named = index.named(ref.value());
        if (named.isPresent()) {
            return named;
        }
        List<ContainerRecord> fitting = index.withPrefix(ref.value());
        if (fitting.size() > 1) {
            throw new Ambiguous(ResourceType.CONTAINER, ref.value());
        }
        return fitting.stream().findFirst();
    }

    @Override
    public Optional<ContainerRecord> get(ContainerId id) {
        return current.get().containers().get(id.value());
    }

    @Override
    public List<ContainerRecord> list() {
        return current.get().containers().list();
    }

    @Override
    public Optional<ExitStatus> exit(ContainerId id) {
        return current.get().containers().exit(id);
    }
}
