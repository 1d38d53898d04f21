package io.helipod.core.container;

import io.helipod.core.id.NameOrId;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.TerminalSize;

/** Driving port: a container's input, output and log. Thread-safe. Errors everywhere: NotFound(CONTAINER), Ambiguous(CONTAINER). */
public interface ContainerStreams {
    /**
     * Connects to the container's streams; output written after this call returns is not missed. CREATED, STOPPED and EXITED
     * containers are initialised first; INITIALIZED and RUNNING attach directly; else WrongState.
     */
    AttachedStreams attach(NameOrId ref, AttachOptions options);

    /** Tells the terminal its size. INITIALIZED, RUNNING; else WrongState. Nothing happens without a terminal. */
    void resize(NameOrId ref, TerminalSize size);

    /**
     * Opens the stored log.
     *
     * @throws io.helipod.core.error.EngineException.NotSupported when this container keeps none
     */
    ContainerLog logs(NameOrId ref, LogQuery query);
}
