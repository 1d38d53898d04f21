package io.helipod.core.internal.container;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerState;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.event.EventAction;
import io.helipod.core.id.ContainerId;
import io.helipod.core.internal.work.Work;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.LayerStore;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Waits for containers to end and cleans up after them. The end is recorded and told first (status STOPPED), so that whoever waits
 * for it does not wait for the cleaning; then the runtime's object and the mount go, and the container is EXITED, or removed
 * when it asked for that.
 */
final class Reaper {
    private static final System.Logger LOG = System.getLogger(Reaper.class.getName());
    private final ContainerTable table;
    private final ContainerRuntime runtime;
    private final LayerStore layers;
    private final Remover remover;
    private final Work work;
    private final ConcurrentHashMap<ContainerId, Integer> kept = new ConcurrentHashMap<>();

    Reaper(ContainerTable table, ContainerRuntime runtime, LayerStore layers, Remover remover, Work work) {
        this.table = table;
        this.runtime = runtime;
        this.layers = layers;
        this.remover = remover;
        this.work = work;
    }

    /** From now on the end of this run of the container is noticed. Call once after the runtime made it, or found it again. */
    void watch(ContainerRecord run) {
        ContainerId id = run.id();
        var unused = runtime.exit(id).whenComplete((exit, failure) -> {
            if (exit != null) {
                Thread.ofVirtual().name("helipod-reap-" + id.shortened()).start(() -> reap(run, exit));
            }
        });
    }

    /** Until as many {@link #release}, the container's end does not remove it: it is about to be started again. */
    void keep(ContainerId id) {
        int unused = kept.merge(id, 1, Integer::sum);
    }

    void release(ContainerId id) {
        kept.computeIfPresent(id, (key, count) -> count == 1 ? null : count - 1);
    }

    private void reap(ContainerRecord run, ExitStatus exit) {
        ContainerId id = run.id();
        try {
            table.lockedIfThere(id, container -> {
                if (isSameRun(container.state(), run.state())) {
                    finish(container, exit);
                }
            });
        } catch (Unavailable e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "the end of container " + id + " is left to the next engine");
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, () -> "the end of container " + id + " could not be recorded", e);
        }
    }

    /** A run that failed or was taken back may be told of when the next one runs already. */
    private static boolean isSameRun(ContainerState now, ContainerState watched) {
        return now.pid() == watched.pid() && now.monitorPid() == watched.monitorPid();
    }

    /** Call under the lock. */
    void finish(ContainerRecord container, ExitStatus exit) {
        if (!container.status().isInRuntime()) {
            return;
        }
        ContainerRecord stopped =
                container.withState(container.state().stopped(exit.code(), exit.at(), exit.oomKilled()));
        table.commit(
                List.of(new Change.SaveContainer(stopped), new Change.RecordExit(container.id(), exit)),
                table.events().ended(EventAction.DIED, stopped));
        table.waits().exited(stopped);
        clean(stopped);
    }

    /** The second half, also for what an earlier engine left half done. Call under the lock. */
    void clean(ContainerRecord stopped) {
        if (stopped.spec().lifecycle().autoRemove() && !kept.containsKey(stopped.id())) {
            remover.remove(stopped);
            return;
        }
        work.run(() -> {
            runtime.delete(stopped.id());
            layers.unmount(stopped.id());
        });
        ContainerState state = stopped.state();
        table.save(
                stopped.withState(
                        state.exited(state.exitCode(), state.finishedAt().orElseThrow(), state.oomKilled())),
                EventAction.CLEANUP);
    }
}
