package io.helipod.core.spi.runtime;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.id.ContainerId;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.stream.TerminalSize;

/** Driven port: the streams of a container the runtime holds. Thread-safe. */
public interface ContainerConsole {
    /** Connects; output written after this returns is not missed. RuntimeFailed when the monitor is gone. */
    AttachedStreams attach(ContainerRecord container, StreamSelection streams);

    /** Tells the terminal its size. */
    void resize(ContainerId id, TerminalSize size);
}
