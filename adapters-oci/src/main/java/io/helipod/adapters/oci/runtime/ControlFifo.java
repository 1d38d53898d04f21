package io.helipod.adapters.oci.runtime;

import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.stream.TerminalSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** conmon's control FIFO (conmon's ctrl.c). */
final class ControlFifo {
    private ControlFifo() {}

    /** Tells the terminal its size. */
    static void resize(Path fifo, TerminalSize size) {
        String message = "1 " + size.rows() + " " + size.columns() + "\n";
        // opened for reading too, a FIFO without reader does not block
        try (FileChannel channel = FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            int unused = channel.write(ByteBuffer.wrap(message.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new RuntimeFailed("the terminal at " + fifo + " could not be resized: " + e.getMessage(), 125);
        }
    }
}
