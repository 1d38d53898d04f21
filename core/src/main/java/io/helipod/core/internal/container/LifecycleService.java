package io.helipod.core.internal.container;

import io.helipod.core.container.ContainerLifecycle;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerStatus;
import io.helipod.core.container.Signal;
import io.helipod.core.container.StopOptions;
import io.helipod.core.container.Transition;
import io.helipod.core.container.WaitCondition;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.error.EngineException.WrongState;
import io.helipod.core.error.ResourceType;
import io.helipod.core.event.EventAction;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.internal.work.Undo;
import io.helipod.core.spi.runtime.ContainerRuntime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The operations that move a container through its states (behaviour.md 18). */
public final class LifecycleService implements ContainerLifecycle {
    private static final long SECONDS_FOR_SIGKILL = 20;
    private final ContainerTable table;
    private final ContainerRuntime runtime;
    private final Starter starter;
    private final Reaper reaper;
    private final Console console;

    LifecycleService(ContainerTable table, ContainerRuntime runtime, Starter starter, Reaper reaper, Console console) {
        this.table = table;
        this.runtime = runtime;
        this.starter = starter;
        this.reaper = reaper;
        this.console = console;
    }

    @Override
    public Transition init(NameOrId ref) {
        return table.locked(ref, container -> {
            if (!container.status().canInit()) {
                return Transition.UNCHANGED;
            }
            starter.init(container);
            return Transition.CHANGED;
        });
    }

    @Override
    public Transition start(NameOrId ref) {
        return table.locked(ref, container -> {
            if (container.status() == ContainerStatus.RUNNING) {
                return Transition.UNCHANGED;
            }
            if (!container.status().canStart()) {
                throw improper(
                        "container " + container.id() + " must be in Created or Stopped state to be started, it is "
                                + container.status().wire());
            }
            starter.start(container);
            return Transition.CHANGED;
        });
    }

    /** What a stop found and did under the lock. */
    private record Stopping(
            Transition transition, ContainerRecord container, Optional<CompletableFuture<Integer>> gone) {}

    @Override
    public Transition stop(NameOrId ref, StopOptions options) {
        Stopping stopping = table.locked(ref, container -> beginStop(container, options));
        if (stopping.gone().isPresent()) {
            long seconds = seconds(stopping.container(), options.timeout());
            awaitEnd(stopping.container(), stopping.gone().get(), seconds);
            table.commit(List.of(), table.events().of(EventAction.STOP, stopping.container()));
        }
        return stopping.transition();
    }

    private Stopping beginStop(ContainerRecord container, StopOptions options) {
        return switch (container.status()) {
            case CREATED -> new Stopping(Transition.CHANGED, container, Optional.empty());
            case STOPPED, EXITED -> new Stopping(Transition.UNCHANGED, container, Optional.empty());
            case REMOVING, UNKNOWN -> throw cannotStop(container);
            case PAUSED -> {
                if (!options.resume()) {
                    throw cannotStop(container);
                }
                yield beginStop(resume(container), options);
            }
            case INITIALIZED, RUNNING, STOPPING -> {
                CompletableFuture<Integer> gone = table.waits()
                        .register(container.id(), new WaitCondition.Reaches(EnumSet.of(ContainerStatus.EXITED)));
                boolean first = container.status() != ContainerStatus.STOPPING;
                boolean started = container.status() != ContainerStatus.INITIALIZED;
                ContainerRecord marked = first && started
                        ? table.save(container.withState(container.state().stopping()))
                        : container;
                if (first) {
                    Signal gentle = container.spec().lifecycle().stopSignal().orElse(Signal.TERM);
                    boolean atOnce = !started || seconds(container, options.timeout()) == 0;
                    runtime.signal(container.id(), atOnce ? Signal.KILL : gentle, false);
                }
                yield new Stopping(Transition.CHANGED, marked, Optional.of(gone));
            }
        };
    }

    private static WrongState cannotStop(ContainerRecord container) {
        return improper("can only stop created or running containers, " + container.id() + " is in state "
                + container.status().wire());
    }

    private static long seconds(ContainerRecord container, Optional<Long> timeout) {
        return timeout.or(() -> container.spec().lifecycle().stopTimeout()).orElse(10L);
    }

    /** Waits without holding anything; then SIGKILL, then whatever the runtime can do. */
    private void awaitEnd(ContainerRecord container, CompletableFuture<Integer> gone, long seconds) {
        ContainerId id = container.id();
        if (seconds < 0) {
            seconds = Long.MAX_VALUE / 2_000_000_000L;
        }
        if (ends(gone, seconds)) {
            return;
        }
        runtime.signal(id, Signal.KILL, false);
        console.killed(container);
        if (ends(gone, SECONDS_FOR_SIGKILL)) {
            return;
        }
        runtime.signal(id, Signal.KILL, true);
        if (!ends(gone, SECONDS_FOR_SIGKILL)) {
            throw new RuntimeFailed("container " + id + " did not end after SIGKILL", 125);
        }
    }

    private static boolean ends(CompletableFuture<Integer> gone, long seconds) {
        try {
            gone.get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted while a container was stopping", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void restart(NameOrId ref, StopOptions options) {
        ContainerRecord container = table.find(ref);
        NameOrId id = NameOrId.of(container.id());
        reaper.keep(container.id());
        try {
            if (container.status().isInRuntime()) {
                stop(id, options);
            }
            table.commit(List.of(), table.events().of(EventAction.RESTART, container));
            start(id);
        } finally {
            reaper.release(container.id());
        }
    }

    @Override
    public void pause(NameOrId ref) {
        table.locked(ref, container -> {
            if (!container.status().canPause()) {
                throw improper(container.id() + " is not running, can't pause");
            }
            try (Undo undo = new Undo()) {
                undo.add(() -> runtime.resume(container.id()));
                runtime.pause(container.id());
                table.save(
                        container.withState(container.state().withStatus(ContainerStatus.PAUSED)), EventAction.PAUSE);
                undo.keep();
            }
            return container;
        });
    }

    @Override
    public void unpause(NameOrId ref) {
        table.locked(ref, container -> {
            if (container.status() != ContainerStatus.PAUSED) {
                throw improper(container.id() + " is not paused, can't unpause");
            }
            return resume(container);
        });
    }

    /** Call under the lock. */
    private ContainerRecord resume(ContainerRecord container) {
        runtime.resume(container.id());
        return table.save(
                container.withState(container.state().withStatus(ContainerStatus.RUNNING)), EventAction.UNPAUSE);
    }

    @Override
    public void kill(NameOrId ref, Signal signal) {
        table.locked(ref, container -> {
            if (!container.status().canKill()) {
                throw improper("can only kill running containers. " + container.id() + " is in state "
                        + container.status().wire());
            }
            runtime.signal(container.id(), signal, false);
            if (signal.equals(Signal.KILL)) {
                console.killed(container);
            }
            table.commit(
                    List.of(),
                    table.events()
                            .of(EventAction.KILL, container, Map.of("signal", Integer.toString(signal.number()))));
            return container;
        });
    }

    @Override
    public Future<Integer> await(NameOrId ref, WaitCondition condition) {
        Optional<ContainerRecord> found = table.store().find(ref);
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(exitOfRemoved(ref, condition));
        }
        ContainerId id = found.get().id();
        CompletableFuture<Integer> result = table.waits().register(id, condition);
        // what happened before the registration is looked up, what happens after it is told
        Optional<ContainerRecord> now = table.store().get(id);
        if (now.isEmpty()) {
            result.complete(table.store().exit(id).map(exit -> exit.code()).orElse(0));
        } else {
            answerNow(now.get(), condition).ifPresent(result::complete);
        }
        return result;
    }

    private int exitOfRemoved(NameOrId ref, WaitCondition condition) {
        boolean fulfilled = switch (condition) {
            case WaitCondition.NotRunning n -> true;
            case WaitCondition.Removed r -> true;
            case WaitCondition.NextExit n -> false;
            case WaitCondition.Reaches(var statuses) ->
                statuses.contains(ContainerStatus.EXITED)
                        || statuses.contains(ContainerStatus.STOPPED)
                        || statuses.contains(ContainerStatus.REMOVING);
        };
        if (!fulfilled || !ref.value().matches("[0-9a-f]{64}")) {
            throw new NotFound(ResourceType.CONTAINER, ref.value());
        }
        return table.store()
                .exit(new ContainerId(ref.value()))
                .orElseThrow(() -> new NotFound(ResourceType.CONTAINER, ref.value()))
                .code();
    }

    private static Optional<Integer> answerNow(ContainerRecord container, WaitCondition condition) {
        ContainerStatus status = container.status();
        int code = container.state().exitCode();
        return switch (condition) {
            case WaitCondition.NotRunning n -> status.isAlive() ? Optional.empty() : Optional.of(code);
            case WaitCondition.NextExit n -> Optional.empty();
            case WaitCondition.Removed r -> Optional.empty();
            case WaitCondition.Reaches(var statuses) -> {
                boolean end = statuses.contains(ContainerStatus.EXITED) || statuses.contains(ContainerStatus.STOPPED);
                if (statuses.contains(status)) {
                    yield Optional.of(status.isOver() ? code : -1);
                }
                // one that never ran has nothing to wait for (behaviour.md 17)
                yield end && (status == ContainerStatus.CREATED || status == ContainerStatus.EXITED)
                        ? Optional.of(code)
                        : Optional.empty();
            }
        };
    }

    private static WrongState improper(String message) {
        return new WrongState(message);
    }
}
