package io.helipod.core.internal.container;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.WaitCondition;
import io.helipod.core.id.ContainerId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everybody who waits for something to happen to a container. Never holds a container's lock; thread-safe. */
final class Waits {
    private static final int NO_CODE = -1;
    private final ConcurrentHashMap<ContainerId, List<Waiter>> waiters = new ConcurrentHashMap<>();

    private record Waiter(WaitCondition condition, CompletableFuture<Integer> result) {}

    /** From now on the future completes when the condition comes true; the caller must look once more at the present state. */
    CompletableFuture<Integer> register(ContainerId id, WaitCondition condition) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Waiter waiter = new Waiter(condition, result);
        waiters.compute(id, (key, old) -> {
            List<Waiter> list = old == null ? new CopyOnWriteArrayList<>() : old;
            list.add(waiter);
            return list;
        });
        result.whenComplete((code, failure) -> waiters.computeIfPresent(id, (key, list) -> {
            list.remove(waiter);
            return list.isEmpty() ? null : list;
        }));
        return result;
    }

    /** The container is in a new state. */
    void changed(ContainerRecord container) {
        for (Waiter waiter : of(container.id())) {
            if (waiter.condition() instanceof WaitCondition.Reaches(var statuses)
                    && statuses.contains(container.status())) {
                waiter.result()
                        .complete(
                                container.status().isOver() ? container.state().exitCode() : NO_CODE);
            }
        }
    }

    /** The container's process has ended and this is recorded. */
    void exited(ContainerRecord container) {
        for (Waiter waiter : of(container.id())) {
            switch (waiter.condition()) {
                case WaitCondition.NotRunning n ->
                    waiter.result().complete(container.state().exitCode());
                case WaitCondition.NextExit n ->
                    waiter.result().complete(container.state().exitCode());
                case WaitCondition.Removed r -> {}
                case WaitCondition.Reaches r -> {}
            }
        }
        changed(container);
    }

    /** The container is gone. */
    void removed(ContainerRecord container) {
        for (Waiter waiter : of(container.id())) {
            waiter.result().complete(container.state().exitCode());
        }
    }

    /** A snapshot: completing a waiter takes it out of the list. */
    private List<Waiter> of(ContainerId id) {
        return waiters.getOrDefault(id, List.of());
    }
}
