package io.helipod.adapters.oci.runtime;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.id.ContainerId;
import io.helipod.core.spi.runtime.ContainerConsole;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.stream.TerminalSize;
import java.nio.file.Files;

/** The streams of containers under conmon: its attach socket and its control FIFO. */
public final class ConmonConsole implements ContainerConsole {
    private final RuntimePaths paths;

    ConmonConsole(RuntimePaths paths) {
        this.paths = paths;
    }

    @Override
    public AttachedStreams attach(ContainerRecord container, StreamSelection streams) {
        return AttachSocket.connect(paths.bundle(container.id()), RuntimePaths.ATTACH, streams);
    }

    @Override
    public void resize(ContainerId id, TerminalSize size) {
        if (Files.exists(paths.control(id))) {
            ControlFifo.resize(paths.control(id), size);
        }
    }
}
