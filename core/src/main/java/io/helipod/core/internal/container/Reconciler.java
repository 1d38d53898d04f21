package io.helipod.core.internal.container;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerState;
import io.helipod.core.container.ContainerStatus;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.id.ContainerId;
import io.helipod.core.internal.work.Work;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.runtime.RuntimeState;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.LayerStore;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings records and reality together when the engine starts, after a clean end, a kill or a reboot. What runs is believed over what
 * is recorded; what belongs to no record is given back.
 */
final class Reconciler {
    private static final System.Logger LOG = System.getLogger(Reconciler.class.getName());
    private static final int LOST = 255;
    private final ContainerTable table;
    private final ContainerRuntime runtime;
    private final LayerStore layers;
    private final Reaper reaper;
    private final Remover remover;
    private final Work work;
    private final InstantSource clock;

    Reconciler(
            ContainerTable table,
            ContainerRuntime runtime,
            LayerStore layers,
            Reaper reaper,
            Remover remover,
            Work work,
            InstantSource clock) {
        this.table = table;
        this.runtime = runtime;
        this.layers = layers;
        this.reaper = reaper;
        this.remover = remover;
        this.work = work;
        this.clock = clock;
    }

    /** Call once, before the first request. One container that cannot be reconciled does not keep the others from it. */
    void run() {
        Set<ContainerId> held = new HashSet<>(runtime.known());
        Set<ContainerId> recorded = new HashSet<>();
        for (ContainerRecord container : table.store().list()) {
            recorded.add(container.id());
            try {
                table.lockedIfThere(container.id(), one -> reconcile(one, held.contains(one.id())));
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, () -> "container " + container.id() + " could not be reconciled", e);
            }
        }
        held.addAll(layers.containers());
        held.removeAll(recorded);
        held.forEach(remover::sweep);
    }

    private void reconcile(ContainerRecord container, boolean held) {
        RuntimeState reality = held ? runtime.state(container.id()) : RuntimeState.ABSENT;
        ContainerStatus status = container.status();
        switch (reality) {
            case RUNNING -> adopt(container, ContainerStatus.RUNNING);
            case PAUSED -> {
                if (status == ContainerStatus.RUNNING) {
                    // killed while it was frozen for a commit, or before a pause was recorded and answered
                    runtime.resume(container.id());
                    adopt(container, ContainerStatus.RUNNING);
                } else {
                    adopt(container, ContainerStatus.PAUSED);
                }
            }
            case CREATED -> {
                if (status == ContainerStatus.INITIALIZED) {
                    reaper.watch(container);
                } else {
                    // killed between the runtime's work and the record: as if the start had never been asked for
                    giveBack(container);
                }
            }
            case STOPPED -> ended(container);
            case ABSENT -> {
                if (status.isInRuntime()) {
                    reaper.finish(container, new ExitStatus(LOST, false, clock.instant()));
                } else if (status == ContainerStatus.STOPPED) {
                    reaper.clean(container);
                } else if (status == ContainerStatus.REMOVING) {
                    remover.remove(container);
                } else if (status.isOver() && container.spec().lifecycle().autoRemove()) {
                    remover.remove(container);
                } else {
                    // a start begins with the mount, and may have been cut short right after it
                    layers.unmount(container.id());
                }
            }
        }
    }

    private void adopt(ContainerRecord container, ContainerStatus status) {
        ContainerRecord run = container;
        if (container.status() != status) {
            ContainerState state = container.state();
            ContainerState now = container.status().isInRuntime()
                    ? state.withStatus(status)
                    : state.running(clock.instant()).withStatus(status);
            run = container.withState(now);
            table.commit(List.of(new Change.SaveContainer(run)));
        }
        reaper.watch(run);
    }

    /** It ended while no engine was there; its exit code lies where the monitor put it. */
    private void ended(ContainerRecord container) {
        if (container.status() == ContainerStatus.STOPPED) {
            reaper.clean(container);
            return;
        }
        if (container.status().isInRuntime()) {
            reaper.finish(container, runtime.exit(container.id()).join());
            return;
        }
        if (container.status() == ContainerStatus.CREATED || container.status() == ContainerStatus.EXITED) {
            giveBack(container);
        }
    }

    private void giveBack(ContainerRecord container) {
        work.run(() -> {
            runtime.delete(container.id());
            layers.unmount(container.id());
        });
    }
}
