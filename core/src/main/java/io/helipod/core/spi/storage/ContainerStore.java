package io.helipod.core.spi.storage;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.NameOrId;
import java.util.List;
import java.util.Optional;

/** Driven port: read view of the containers. Thread-safe; answers from memory, without a lock. */
public interface ContainerStore {
    /** By exact name, else by id or unique id prefix; Ambiguous(CONTAINER) when a prefix fits several. */
    Optional<ContainerRecord> find(NameOrId ref);

    /** By id. */
    Optional<ContainerRecord> get(ContainerId id);

    /** All, newest first; unchanging. */
    List<ContainerRecord> list();

    /** How a container that ended, and may be gone, ended; kept at least five minutes. */
    Optional<ExitStatus> exit(ContainerId id);
}
