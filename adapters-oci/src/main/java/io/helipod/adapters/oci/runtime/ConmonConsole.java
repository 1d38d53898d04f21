package io.helipod.adapters.oci.runtime;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.id.ContainerId;
import io.helipod.core.spi.runtime.ContainerConsole;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.stream.TerminalSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

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
        String message = "1 " + size.rows() + " " + size.columns() + "\n";
        try {
            // opened for reading too, a FIFO without reader does not block
            try (var channel = java.nio.channels.FileChannel.open(
                    paths.control(id), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                int unused = channel.write(java.nio.ByteBuffer.wrap(message.getBytes(StandardCharsets.US_ASCII)));
            }
        } catch (IOException e) {
            if (Files.exists(paths.bundle(id))) {
                throw new RuntimeFailed(
                        "the terminal of container " + id + " could not be resized: " + e.getMessage(), 125);
            }
        }
    }
}
