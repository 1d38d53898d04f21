package io.helipod.core.internal.container;

import io.helipod.core.container.AttachOptions;
import io.helipod.core.container.ContainerLog;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerStatus;
import io.helipod.core.container.ContainerStreams;
import io.helipod.core.container.LogQuery;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.WrongState;
import io.helipod.core.event.EventAction;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.spi.runtime.LogDriver;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.TerminalSize;
import java.util.List;

/** Attach, resize and logs: decided under the container's lock, streamed without it. */
public final class StreamService implements ContainerStreams {
    private final ContainerTable table;
    private final Starter starter;
    private final Console console;
    private final LogDriver logs;

    StreamService(ContainerTable table, Starter starter, Console console, LogDriver logs) {
        this.table = table;
        this.starter = starter;
        this.console = console;
        this.logs = logs;
    }

    @Override
    public AttachedStreams attach(NameOrId ref, AttachOptions options) {
        return table.locked(ref, container -> {
            if (!container.status().canAttach()) {
                throw new WrongState("can only attach to created, running or stopped containers, " + container.id()
                        + " is in state " + container.status().wire());
            }
            AttachedStreams streams = connect(container, options);
            table.commit(List.of(), table.events().of(EventAction.ATTACH, container));
            return streams;
        });
    }

    private AttachedStreams connect(ContainerRecord container, AttachOptions options) {
        if (!container.status().canInit()) {
            return console.attach(container, options.streams());
        }
        ContainerRecord made;
        try {
            made = starter.init(container);
        } catch (RuntimeFailed | InvalidArgument | StorageFailed e) {
            // the start to come will fail the same way, and there the client looks for the reason
            return starter.awaitStart(container.id(), options.streams());
        }
        return console.attach(made, options.streams());
    }

    @Override
    public void resize(NameOrId ref, TerminalSize size) {
        ContainerRecord container = table.find(ref);
        if (!container.status().canResize()) {
            throw new WrongState("can only resize created or running containers, " + container.id() + " is in state "
                    + container.status().wire());
        }
        if (container.spec().process().terminal()) {
            console.resize(container.id(), size);
        }
    }

    @Override
    public ContainerLog logs(NameOrId ref, LogQuery query) {
        ContainerRecord container = table.find(ref);
        ContainerId id = container.id();
        return logs.open(
                container,
                query,
                () -> table.store()
                        .get(id)
                        .filter(now -> now.status().isAlive() || now.status() == ContainerStatus.INITIALIZED)
                        .isPresent());
    }
}
