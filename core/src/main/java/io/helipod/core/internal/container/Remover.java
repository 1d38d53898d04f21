package io.helipod.core.internal.container;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.event.EventAction;
import io.helipod.core.id.ContainerId;
import io.helipod.core.internal.work.Work;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.LayerStore;
import java.time.Instant;
import java.util.List;

/**
 * Removes a container that does not run. The record goes first, in one commit: what a kill leaves of the rest belongs to no
 * record then, and the next start sweeps it.
 */
final class Remover {
    private static final System.Logger LOG = System.getLogger(Remover.class.getName());
    private final ContainerTable table;
    private final ContainerRuntime runtime;
    private final LayerStore layers;
    private final Work work;

    Remover(ContainerTable table, ContainerRuntime runtime, LayerStore layers, Work work) {
        this.table = table;
        this.runtime = runtime;
        this.layers = layers;
        this.work = work;
    }

    /** Call under the container's lock. */
    void remove(ContainerRecord container) {
        ExitStatus exit = new ExitStatus(
                container.state().exitCode(),
                container.state().oomKilled(),
                container.state().finishedAt().orElse(Instant.EPOCH));
        table.commit(
                List.of(new Change.RemoveContainer(container.id()), new Change.RecordExit(container.id(), exit)),
                table.events().ended(EventAction.REMOVE, container));
        sweep(container.id());
        table.waits().removed(container);
    }

    /** Gives back all that a container without record holds. */
    void sweep(ContainerId id) {
        try {
            work.run(() -> {
                runtime.delete(id);
                layers.remove(id);
                runtime.forget(id);
            });
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "something of container " + id + " is left until the next start",
                    e);
        }
    }
}
