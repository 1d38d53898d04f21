package io.helipod.adapters.http.fake;

import io.helipod.core.container.AttachOptions;
import io.helipod.core.container.ContainerLifecycle;
import io.helipod.core.container.ContainerLog;
import io.helipod.core.container.ContainerPaths;
import io.helipod.core.container.ContainerQuery;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ContainerStreams;
import io.helipod.core.container.Containers;
import io.helipod.core.container.CreatedContainer;
import io.helipod.core.container.LogLine;
import io.helipod.core.container.LogQuery;
import io.helipod.core.container.LogSink;
import io.helipod.core.container.PrunedContainer;
import io.helipod.core.container.RemoveOptions;
import io.helipod.core.container.Signal;
import io.helipod.core.container.StopOptions;
import io.helipod.core.container.Transition;
import io.helipod.core.container.WaitCondition;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.WrongState;
import io.helipod.core.error.ResourceType;
import io.helipod.core.filter.Filters;
import io.helipod.core.id.NameOrId;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.TerminalSize;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

/** One container, {@code web}, and a list of what was asked of it. */
public final class FakeContainers implements Containers, ContainerLifecycle, ContainerStreams {
    /** What was asked, one text a call. */
    public final List<String> calls = new CopyOnWriteArrayList<>();
    /** Completes what waits for the container. */
    public final CompletableFuture<Integer> end = new CompletableFuture<>();
    /** Counted down when somebody waits. */
    public final CountDownLatch waiting = new CountDownLatch(1);
    /** Whoever attaches gets this. */
    public final FakeProcess process = new FakeProcess();
    /** Lines of the log. */
    public final List<LogLine> log = new CopyOnWriteArrayList<>();

    public volatile ContainerRecord container;
    public volatile Optional<ContainerSpec> created = Optional.empty();
    public volatile Transition answer = Transition.CHANGED;
    /** Whether the log goes on until it is closed. */
    public volatile boolean endlessLog;
    /** Thrown when the log is read. */
    public volatile Optional<EngineException> logFailure = Optional.empty();
    /** What a prune answers. */
    public volatile List<PrunedContainer> pruned = List.of();
    /** Counted down when the log was closed. */
    public final CountDownLatch logClosed = new CountDownLatch(1);

    public FakeContainers(ContainerRecord container) {
        this.container = container;
    }

    private ContainerRecord find(NameOrId ref) {
        if (!exists(ref)) {
            throw new NotFound(ResourceType.CONTAINER, ref.value());
        }
        return container;
    }

    @Override
    public CreatedContainer create(ContainerSpec spec) {
        created = Optional.of(spec);
        return new CreatedContainer(container.id(), List.of("a warning"));
    }

    @Override
    public List<ContainerRecord> list(ContainerQuery query) {
        calls.add("list all=" + query.all() + " limit=" + query.limit().orElse(-1) + " filters="
                + query.filters().values());
        return List.of(container);
    }

    @Override
    public ContainerRecord inspect(NameOrId ref) {
        return find(ref);
    }

    @Override
    public boolean exists(NameOrId ref) {
        return container.name().equals(ref.value()) || container.id().value().startsWith(ref.value());
    }

    @Override
    public void rename(NameOrId ref, String name) {
        find(ref);
        calls.add("rename " + name);
    }

    @Override
    public void remove(NameOrId ref, RemoveOptions options) {
        find(ref);
        calls.add("remove " + options);
    }

    @Override
    public List<PrunedContainer> prune(Filters filters) {
        calls.add("prune filters=" + filters.values());
        return pruned;
    }

    @Override
    public long size(ContainerRecord asked) {
        calls.add("size");
        return 77;
    }

    @Override
    public ContainerPaths paths(ContainerRecord asked) {
        return Samples.paths();
    }

    @Override
    public Transition init(NameOrId ref) {
        find(ref);
        return answer;
    }

    @Override
    public Transition start(NameOrId ref) {
        find(ref);
        calls.add("start");
        return answer;
    }

    @Override
    public Transition stop(NameOrId ref, StopOptions options) {
        find(ref);
        calls.add("stop " + options.timeout() + (options.resume() ? " resuming" : ""));
        return answer;
    }

    @Override
    public void restart(NameOrId ref, StopOptions options) {
        find(ref);
        calls.add("restart " + options.timeout());
    }

    @Override
    public void pause(NameOrId ref) {
        find(ref);
        calls.add("pause");
    }

    @Override
    public void unpause(NameOrId ref) {
        find(ref);
        throw new WrongState("web is not paused, can't unpause");
    }

    @Override
    public void kill(NameOrId ref, Signal signal) {
        if (!find(ref).status().canKill()) {
            throw new WrongState("container is not running");
        }
        calls.add("kill " + signal.signalName());
    }

    @Override
    public Future<Integer> await(NameOrId ref, WaitCondition condition) {
        find(ref);
        calls.add("await " + condition);
        waiting.countDown();
        return end;
    }

    @Override
    public AttachedStreams attach(NameOrId ref, AttachOptions options) {
        find(ref);
        calls.add("attach " + options.streams());
        return process;
    }

    @Override
    public void resize(NameOrId ref, TerminalSize size) {
        find(ref);
        calls.add("resize " + size);
    }

    @Override
    public ContainerLog logs(NameOrId ref, LogQuery query) {
        find(ref);
        calls.add("logs " + query);
        return new ContainerLog() {
            @Override
            public void read(LogSink sink) throws IOException {
                if (logFailure.isPresent()) {
                    throw logFailure.get();
                }
                for (LogLine line : log) {
                    sink.line(line);
                }
                sink.caughtUp();
                if (endlessLog) {
                    try {
                        logClosed.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }

            @Override
            public void close() {
                logClosed.countDown();
            }
        };
    }
}
