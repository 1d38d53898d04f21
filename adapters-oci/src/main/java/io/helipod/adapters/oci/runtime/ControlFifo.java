package io.helipod.adapters.oci.runtime;

import io.helipod.adapters.oci.linux.LinuxCalls;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.stream.TerminalSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** conmon's control FIFO (conmon's ctrl.c). */
final class ControlFifo {
    private static final System.Logger LOG = System.getLogger(ControlFifo.class.getName());

    private ControlFifo() {}

    /** Tells the terminal its size; a monitor that does not read, or is gone, is not waited for: the size is dropped. */
    static void resize(Path fifo, TerminalSize size) {
        String message = "1 " + size.rows() + " " + size.columns() + "\n";
        try {
            if (!LinuxCalls.writeNow(fifo.toString(), message.getBytes(StandardCharsets.US_ASCII))) {
                LOG.log(System.Logger.Level.DEBUG, () -> "nobody reads " + fifo);
            }
        } catch (IOException e) {
            throw new RuntimeFailed("the terminal at " + fifo + " could not be resized: " + e.getMessage(), 125);
        }
    }
}
