package io.helipod.core.spi.runtime;

import io.helipod.core.container.ContainerLog;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.LogQuery;
import java.util.function.BooleanSupplier;

/** Driven port: the stored output of containers. Thread-safe. */
public interface LogDriver {
    /**
     * Opens a container's log; a log that does not exist yet is an empty one.
     *
     * @param alive whether more may come; asked by a follow, which reads once more after the first no
     * @throws io.helipod.core.error.EngineException.NotSupported when the container's driver keeps nothing
     */
    ContainerLog open(ContainerRecord container, LogQuery query, BooleanSupplier alive);
}
