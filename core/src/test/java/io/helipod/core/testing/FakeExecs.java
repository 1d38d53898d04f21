package io.helipod.core.testing;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.container.Signal;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import io.helipod.core.spi.runtime.ExecRuntime;
import io.helipod.core.spi.runtime.RuntimeState;
import io.helipod.core.spi.runtime.StartedExec;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.OutputSink;
import io.helipod.core.stream.StreamType;
import io.helipod.core.stream.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exec sessions without processes, in the containers of a {@link FakeRuntime}. The command decides: {@code missing} cannot be started,
 * {@code hello} writes its name and ends with 3, {@code clogged} outlives SIGKILL until its client is gone, anything else runs until it is sent SIGKILL, a test ends it by {@link #end}, or its
 * container ends.
 */
public final class FakeExecs implements ExecRuntime {
    private static final Instant END = Instant.ofEpochSecond(1_700_000_100);
    private final FakeRuntime containers;
    private final Map<ExecId, Made> made = new ConcurrentHashMap<>();

    /** The last size a terminal was told. */
    public Optional<TerminalSize> lastSize = Optional.empty();

    private volatile Runnable beforeStart = () -> {};

    private static final class Made {
        private final ContainerId container;
        private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
        private final CompletableFuture<byte[]> output = new CompletableFuture<>();

        private volatile boolean clogged;
        private volatile boolean killed;
        private volatile Runnable released = () -> {};

        private Made(ContainerId container) {
            this.container = container;
        }

        private void kill() {
            killed = true;
            if (!clogged) {
                end(137, "");
            }
        }

        private void release() {
            clogged = false;
            released.run();
            if (killed) {
                end(137, "");
            }
        }

        private void end(int code, String words) {
            output.complete(words.getBytes(StandardCharsets.US_ASCII));
            exit.complete(new ExitStatus(code, false, END));
        }
    }

    public FakeExecs(FakeRuntime containers) {
        this.containers = containers;
    }

    /** The same processes as a later engine finds them; the former engine hears nothing more. */
    public FakeExecs handedOver(FakeRuntime later) {
        FakeExecs execs = new FakeExecs(later);
        made.forEach((id, one) -> {
            Made again = new Made(one.container);
            if (one.exit.isDone()) {
                again.end(one.exit.join().code(), "");
            }
            execs.made.put(id, again);
        });
        return execs;
    }

    @Override
    public StartedExec start(
            ContainerRecord container, ExecSession session, boolean connected, Optional<TerminalSize> size) {
        beforeStart.run();
        if (containers.state(container.id()) != RuntimeState.RUNNING) {
            throw new RuntimeFailed("container " + container.id() + " does not run", 125);
        }
        String program = session.spec().command().getFirst();
        if (program.equals("missing")) {
            throw new RuntimeFailed("exec: \"missing\": executable file not found in $PATH", 127);
        }
        lastSize = size;
        Made one = new Made(container.id());
        made.put(session.id(), one);
        if (program.equals("hello")) {
            one.end(3, "hello");
        }
        one.clogged = connected && program.equals("clogged");
        var unused = containers.exit(container.id()).thenRun(() -> one.end(137, ""));
        return new StartedExec(4712, connected ? Optional.of(new Streams(one)) : Optional.empty());
    }

    /** A session with the command {@code clogged} ends only when its streams are closed. */
    private record Streams(Made one) implements AttachedStreams {
        @Override
        public void pump(OutputSink sink) throws IOException {
            sink.accept(StreamType.STDOUT, ByteBuffer.wrap(one.output.join()));
        }

        @Override
        public OutputStream stdin() {
            return new ByteArrayOutputStream();
        }

        @Override
        public void close() {
            one.output.complete(new byte[0]);
            one.release();
        }
    }

    /** What happens between the decision to start a session and its start. */
    public void beforeStart(Runnable what) {
        beforeStart = what;
    }

    /** The session's container does not end before the session's streams are closed. */
    public void keepsContainer(ExecId id) {
        Made one = Optional.ofNullable(made.get(id)).orElseThrow();
        one.released = containers.hold(one.container);
    }

    /** A session's process ends with this code. */
    public void end(ExecId id, int code) {
        Optional.ofNullable(made.get(id)).orElseThrow().end(code, "");
    }

    @Override
    public CompletableFuture<ExitStatus> exit(ContainerId container, ExecId id) {
        Made one = made.get(id);
        return one == null || containers.state(container) == RuntimeState.ABSENT
                ? CompletableFuture.completedFuture(new ExitStatus(137, false, END))
                : one.exit.copy();
    }

    @Override
    public Optional<Long> pid(ContainerId container, ExecId id) {
        return Optional.ofNullable(made.get(id))
                .filter(one -> !one.exit.isDone())
                .map(one -> 4712L);
    }

    @Override
    public boolean started(ContainerId container, ExecId id) {
        return made.containsKey(id);
    }

    @Override
    public void signal(ContainerId container, ExecId id, Signal signal) {
        if (signal.equals(Signal.KILL)) {
            Optional.ofNullable(made.get(id)).ifPresent(Made::kill);
        }
    }

    @Override
    public void resize(ContainerId container, ExecId id, TerminalSize size) {
        lastSize = Optional.of(size);
    }

    @Override
    public void forget(ContainerId container, ExecId id) {
        made.remove(id);
    }

    @Override
    public List<ExecId> known(ContainerId container) {
        if (containers.state(container) == RuntimeState.ABSENT) {
            return List.of();
        }
        return made.entrySet().stream()
                .filter(entry -> entry.getValue().container.equals(container))
                .map(Map.Entry::getKey)
                .toList();
    }
}
