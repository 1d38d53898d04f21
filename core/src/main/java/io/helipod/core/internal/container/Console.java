package io.helipod.core.internal.container;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.id.ContainerId;
import io.helipod.core.internal.work.OpenStreams;
import io.helipod.core.spi.runtime.ContainerConsole;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.stream.TerminalSize;

/** The streams of containers and of their exec sessions, and who holds them. */
public final class Console {
    private final ContainerTable table;
    private final ContainerConsole console;
    private final OpenStreams<ContainerId> open = new OpenStreams<>();

    Console(ContainerTable table, ContainerConsole console) {
        this.table = table;
        this.console = console;
    }

    AttachedStreams attach(ContainerRecord container, StreamSelection streams) {
        return open.add(container.id(), console.attach(container, streams));
    }

    /**
     * The streams of a session in the container: a session's process that its monitor does not take keeps the container's first process
     * from ending (pid_namespaces(7)), so its client is cut off with the container's.
     */
    public AttachedStreams ofSession(ContainerId container, AttachedStreams streams) {
        return open.add(container, streams);
    }

    void resize(ContainerId id, TerminalSize size) {
        console.resize(id, size);
    }

    /** The container was sent SIGKILL: whoever does not take its output must not keep its end from being noticed. */
    void killed(ContainerRecord container) {
        long pid = container.state().pid();
        open.cutOffUnless(
                container.id(),
                () -> table.store()
                        .get(container.id())
                        .filter(now -> now.status().isInRuntime() && now.state().pid() == pid)
                        .isEmpty());
    }
}
