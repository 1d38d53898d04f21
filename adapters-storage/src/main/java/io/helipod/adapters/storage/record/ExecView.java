package io.helipod.adapters.storage.record;

import io.helipod.core.exec.ExecSession;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import io.helipod.core.spi.storage.ExecStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The exec sessions of whatever index is current. */
record ExecView(Supplier<RecordIndex> current) implements ExecStore {
    @Override
    public Optional<ExecSession> get(ExecId id) {
        return current.get().execs().get(id);
    }

    @Override
    public List<ExecSession> of(ContainerId container) {
        return current.get().execs().of(container);
    }

    @Override
    public List<ExecSession> list() {
        return current.get().execs().list();
    }
}
