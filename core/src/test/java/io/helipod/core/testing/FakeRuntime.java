package io.helipod.core.testing;

import io.helipod.core.container.ContainerPaths;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.container.Signal;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.id.ContainerId;
import io.helipod.core.spi.runtime.ContainerConsole;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.runtime.RuntimeBundle;
import io.helipod.core.spi.runtime.RuntimeHandle;
import io.helipod.core.spi.runtime.RuntimeState;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.OutputSink;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.stream.StreamType;
import io.helipod.core.stream.TerminalSize;
import io.helipod.core.system.RuntimeFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A runtime without processes: a test ends a container by {@link #end}; one that is told SIGTERM ends with 143 unless it ignores that,
 * SIGKILL always ends it with 137. The command decides: {@code missing} cannot be created, {@code stubborn} ignores SIGTERM; nor can one whose
 * user is {@code nosuch} be; the end of {@code clogged} is noticed only when nobody is attached.
 */
public final class FakeRuntime implements ContainerRuntime, ContainerConsole {
    private final Map<ContainerId, Made> made = new ConcurrentHashMap<>();
    private final AtomicInteger pids = new AtomicInteger(4710);
    private volatile Optional<CompletableFuture<ExitStatus>> late = Optional.empty();
    private volatile boolean failing;

    private static final class Made {
        private final ContainerRecord container;
        private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
        private final CompletableFuture<byte[]> output = new CompletableFuture<>();
        private final AtomicInteger held = new AtomicInteger();
        private volatile RuntimeState state = RuntimeState.CREATED;
        private volatile boolean untold;
        private volatile boolean keptFromEnding;

        private void release() {
            if (held.decrementAndGet() == 0 && untold) {
                end(this, 137);
            }
        }

        private Made(ContainerRecord container) {
            this.container = container;
        }
    }

    /** The same processes as a later engine finds them; the former engine hears nothing more. */
    public FakeRuntime handedOver() {
        FakeRuntime later = new FakeRuntime();
        made.forEach((id, one) -> {
            Made again = new Made(one.container);
            again.state = one.state;
            later.made.put(id, again);
        });
        return later;
    }

    @Override
    public RuntimeFacts facts() {
        return new RuntimeFacts(
                "fake", "/bin/fake", "1", "it is a fake", Map.of(), "/bin/conmon", "2", "cgroupfs", "", List.of());
    }

    @Override
    public List<String> check(ContainerSpec spec) {
        return List.of();
    }

    @Override
    public RuntimeHandle create(RuntimeBundle bundle) {
        ContainerRecord container = bundle.container();
        if (container.args().getFirst().equals("missing")) {
            throw new RuntimeFailed("exec: \"missing\": executable file not found in $PATH", 127);
        }
        if (container.spec().process().user().filter("nosuch"::equals).isPresent()) {
            throw new InvalidArgument("unable to find user nosuch: no matching entries in passwd file");
        }
        made.put(container.id(), new Made(container));
        return new RuntimeHandle(pids.incrementAndGet(), 4710);
    }

    @Override
    public void start(ContainerId id) {
        if (failing) {
            failing = false;
            late = Optional.of(get(id).exit);
            made.remove(id);
            throw new RuntimeFailed("it does not start this time", 126);
        }
        get(id).state = RuntimeState.RUNNING;
    }

    @Override
    public void pause(ContainerId id) {
        Made one = get(id);
        if (one.state != RuntimeState.RUNNING) {
            throw new RuntimeFailed("container " + id + " does not run", 125);
        }
        one.state = RuntimeState.PAUSED;
    }

    @Override
    public void resume(ContainerId id) {
        Made one = made.get(id);
        if (one != null && one.state == RuntimeState.PAUSED) {
            one.state = RuntimeState.RUNNING;
        }
    }

    @Override
    public void signal(ContainerId id, Signal signal, boolean all) {
        Made one = made.get(id);
        if (one == null) {
            return;
        }
        boolean stubborn = one.container.args().getFirst().equals("stubborn");
        boolean frozen = one.state == RuntimeState.PAUSED;
        if ((one.keptFromEnding || one.container.args().getFirst().equals("clogged")) && one.held.get() > 0) {
            one.untold = true;
            return;
        }
        if (signal.equals(Signal.KILL) || signal.equals(Signal.TERM) && !stubborn && !frozen) {
            end(one, 128 + signal.number()); // it may be deleted meanwhile
        }
    }

    /** From now on the container's end is noticed only after this was called. */
    Runnable hold(ContainerId id) {
        Made one = get(id);
        int unused = one.held.incrementAndGet();
        one.keptFromEnding = true;
        return one::release;
    }

    /** The next start fails, and the end of what was made for it is told only by {@link #tellLate}. */
    public void failNextStart() {
        failing = true;
    }

    /** Tells of the end of what failed to start. */
    public void tellLate() {
        late.orElseThrow().complete(new ExitStatus(137, false, Instant.ofEpochSecond(1_700_000_100)));
    }

    /** The container's process ends with this code. */
    public void end(ContainerId id, int code) {
        end(get(id), code);
    }

    private static void end(Made one, int code) {
        one.state = RuntimeState.STOPPED;
        one.output.complete("bye".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        one.exit.complete(new ExitStatus(code, false, Instant.ofEpochSecond(1_700_000_100)));
    }

    @Override
    public RuntimeState state(ContainerId id) {
        Made one = made.get(id);
        return one == null ? RuntimeState.ABSENT : one.state;
    }

    @Override
    public CompletableFuture<ExitStatus> exit(ContainerId id) {
        return get(id).exit;
    }

    @Override
    public void delete(ContainerId id) {
        Made one = made.remove(id);
        if (one != null) {
            one.output.complete(new byte[0]);
            one.exit.complete(new ExitStatus(137, false, Instant.ofEpochSecond(1_700_000_100)));
        }
    }

    @Override
    public void forget(ContainerId id) {
        made.remove(id);
    }

    @Override
    public List<ContainerId> known() {
        return List.copyOf(made.keySet());
    }

    @Override
    public ContainerPaths paths(ContainerRecord container) {
        String base = "/state/" + container.id();
        return new ContainerPaths(base, Optional.empty(), base, base, base, base, base, base, "", Map.of());
    }

    @Override
    public AttachedStreams attach(ContainerRecord container, StreamSelection streams) {
        Made one = get(container.id());
        int unused = one.held.incrementAndGet();
        return new AttachedStreams() {
            private final AtomicBoolean closed = new AtomicBoolean();

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
                if (!closed.getAndSet(true)) {
                    one.release();
                }
            }
        };
    }

    @Override
    public void resize(ContainerId id, TerminalSize size) {
        get(id);
    }

    private Made get(ContainerId id) {
        @Nullable Made one = made.get(id);
        if (one == null) {
            throw new RuntimeFailed("container " + id + " does not exist", 125);
        }
        return one;
    }
}
