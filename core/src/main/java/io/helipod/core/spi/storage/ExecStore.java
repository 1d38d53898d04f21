package io.helipod.core.spi.storage;

import io.helipod.core.exec.ExecSession;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import java.util.List;
import java.util.Optional;

/** Driven port: read view of the exec sessions. Thread-safe; answers from memory, without a lock. */
public interface ExecStore {
    /** By id. */
    Optional<ExecSession> get(ExecId id);

    /** Those of one container, oldest first; unchanging. */
    List<ExecSession> of(ContainerId container);

    /** All, in no order; unchanging. */
    List<ExecSession> list();
}
