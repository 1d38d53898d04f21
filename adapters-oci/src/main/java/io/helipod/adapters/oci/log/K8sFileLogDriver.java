package io.helipod.adapters.oci.log;

import io.helipod.core.container.ContainerLog;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.LogQuery;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.spi.runtime.LogDriver;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Logs as conmon writes them: CRI lines in a file; json-file is the same under Docker's name. */
public final class K8sFileLogDriver implements LogDriver, AutoCloseable {
    private final Function<ContainerRecord, Path> files;
    private final LogWatch watch = new LogWatch();

    /**
     * @param files where a container's log lies unless it asked for another place
     */
    public K8sFileLogDriver(Function<ContainerRecord, Path> files) {
        this.files = files;
    }

    @Override
    public ContainerLog open(ContainerRecord container, LogQuery query, BooleanSupplier alive) {
        if (container.spec().log().driver().filter(LogDriverName.NONE::equals).isPresent()) {
            throw new NotSupported(
                    "container " + container.id() + " has log driver none: this container is not logging output");
        }
        Path path = container.spec().log().path().map(Path::of).orElseGet(() -> files.apply(container));
        return new K8sFileLog(path, query, alive, watch);
    }

    @Override
    public void close() {
        watch.close();
    }
}
