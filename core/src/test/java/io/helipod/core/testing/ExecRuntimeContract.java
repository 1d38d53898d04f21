package io.helipod.core.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ContainerState;
import io.helipod.core.container.ExitStatus;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.container.Signal;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.exec.ExecSpec;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ExecId;
import io.helipod.core.id.IdGenerator;
import io.helipod.core.id.ImageId;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.runtime.ExecRuntime;
import io.helipod.core.spi.runtime.RuntimeBundle;
import io.helipod.core.spi.runtime.RuntimeHandle;
import io.helipod.core.spi.runtime.StartedExec;
import io.helipod.core.stream.AttachedStreams;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every implementation of {@link ExecRuntime} does. Its programs are {@code hello}, which writes its name and ends with 3,
 * {@code stubborn}, which runs until SIGKILL, and {@code missing}, which is not there.
 */
public abstract class ExecRuntimeContract {
    /** The container of these tests. */
    protected static final ContainerId WEB =
            new ContainerId(IdGenerator.random().next());

    /** How long a test waits for what should come soon. */
    protected static final long SECONDS = 20;

    private ContainerRecord container = record(ContainerSpec.of("image"), ContainerState.CREATED);

    /** The containers sessions run in. */
    protected abstract ContainerRuntime containers();

    /** The sessions under test. */
    protected abstract ExecRuntime execs();

    /** A root file system with the programs. */
    protected abstract Path rootfs();

    @BeforeEach
    protected void runContainer() {
        run(ContainerSpec.of("image"));
    }

    /** Runs another container instead. */
    protected final void run(ContainerSpec spec) {
        containers().delete(WEB);
        ProcessSpec d = ProcessSpec.DEFAULT;
        ContainerSpec withPath = spec.withProcess(new ProcessSpec(
                d.entrypoint(),
                d.command(),
                Map.of("PATH", "/bin", "WHERE", "container"),
                d.envUnset(),
                spec.process().user(),
                d.workingDir(),
                false,
                false,
                false,
                false,
                List.of(),
                Map.of(),
                d.umask(),
                d.oomScoreAdj()));
        container = record(withPath, ContainerState.CREATED);
        RuntimeHandle handle = containers().create(new RuntimeBundle(container, rootfs()));
        containers().start(WEB);
        container = record(
                withPath,
                container.state().initialized(handle.pid(), handle.monitorPid()).running(Instant.EPOCH));
    }

    private static ContainerRecord record(ContainerSpec spec, ContainerState state) {
        return new ContainerRecord(
                WEB,
                "web",
                Instant.ofEpochSecond(1_700_000_000),
                spec,
                List.of("stubborn"),
                new ImageId("cd".repeat(32)),
                "image",
                state,
                List.of(),
                1);
    }

    @AfterEach
    void leaveNothing() {
        containers().delete(WEB);
        containers().forget(WEB);
        assertEquals(List.of(), execs().known(WEB));
    }

    /** The container that runs. */
    protected final ContainerRecord container() {
        return container;
    }

    /** A session that was not started. */
    protected final ExecSession session(ExecSpec spec) {
        return ExecSession.of(new ExecId(IdGenerator.random().next()), WEB, spec, Instant.ofEpochSecond(1_700_000_050));
    }

    /** Starts a session with its streams. */
    protected final AttachedStreams start(ExecSession session) {
        return execs().start(container, session, true, Optional.empty())
                .streams()
                .orElseThrow();
    }

    /** Starts a session without streams. */
    protected final StartedExec startDetached(ExecSession session) {
        return execs().start(container, session, false, Optional.empty());
    }

    /** Its end. */
    protected final ExitStatus exit(ExecSession session) throws Exception {
        return execs().exit(WEB, session.id()).get(SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void whatASessionWritesIsHeardFromItsFirstInstructionOn() throws Exception {
        ExecSession hello = session(ExecSpec.of("hello"));
        try (AttachedStreams streams = start(hello)) {
            assertEquals("hello", ContainerRuntimeContract.pumped(streams));
        }
        assertEquals(3, exit(hello).code());
        assertEquals(3, exit(hello).code());
    }

    @Test
    void aDetachedSessionRunsByItself() throws Exception {
        ExecSession hello = session(ExecSpec.of("hello"));
        StartedExec started = startDetached(hello);
        assertTrue(started.pid() > 0);
        assertEquals(Optional.empty(), started.streams());
        assertEquals(3, exit(hello).code());
        assertTrue(execs().started(WEB, hello.id()));
    }

    @Test
    void aSessionCanBeEnded() throws Exception {
        ExecSession stubborn = session(ExecSpec.of("stubborn"));
        StartedExec started = startDetached(stubborn);
        assertEquals(Optional.of(started.pid()), execs().pid(WEB, stubborn.id()));
        assertFalse(execs().exit(WEB, stubborn.id()).isDone());
        assertEquals(List.of(stubborn.id()), execs().known(WEB));
        execs().signal(WEB, stubborn.id(), Signal.KILL);
        assertEquals(137, exit(stubborn).code());
        execs().forget(WEB, stubborn.id());
        execs().forget(WEB, stubborn.id());
        assertEquals(List.of(), execs().known(WEB));
        assertFalse(execs().started(WEB, stubborn.id()));
    }

    @Test
    void aSessionEndsWithItsContainer() throws Exception {
        ExecSession stubborn = session(ExecSpec.of("stubborn"));
        var unused = startDetached(stubborn);
        var end = execs().exit(WEB, stubborn.id());
        containers().signal(WEB, Signal.KILL, false);
        assertEquals(137, end.get(SECONDS, TimeUnit.SECONDS).code());
    }

    @Test
    void nobodyWaitsForASessionOfADeletedContainer() throws Exception {
        ExecSession stubborn = session(ExecSpec.of("stubborn"));
        var unused = startDetached(stubborn);
        var end = execs().exit(WEB, stubborn.id());
        containers().delete(WEB);
        assertEquals(137, end.get(SECONDS, TimeUnit.SECONDS).code());
        assertEquals(137, exit(stubborn).code());
        containers().delete(WEB);
    }

    @Test
    void aMissingCommandIsToldAndLeavesNothing() {
        ExecSession missing = session(ExecSpec.of("missing"));
        RuntimeFailed failure = assertThrows(RuntimeFailed.class, () -> start(missing));
        assertEquals(127, failure.exitCode());
        assertTrue(failure.message().contains("missing"), failure.message());
        assertFalse(execs().started(WEB, missing.id()));
        assertEquals(List.of(), execs().known(WEB));
    }

    @Test
    void closingTheStreamsLeavesTheProcessRunning() throws Exception {
        ExecSession stubborn = session(ExecSpec.of("stubborn"));
        AttachedStreams streams = start(stubborn);
        streams.close();
        streams.close();
        assertFalse(execs().exit(WEB, stubborn.id()).isDone());
        execs().signal(WEB, stubborn.id(), Signal.KILL);
        assertEquals(137, exit(stubborn).code());
    }

    @Test
    void whatNeverRanHasEndedAndIsNotThere() throws Exception {
        ExecSession never = session(ExecSpec.of("hello"));
        assertFalse(execs().started(WEB, never.id()));
        assertEquals(Optional.empty(), execs().pid(WEB, never.id()));
        assertEquals(137, exit(never).code());
        execs().signal(WEB, never.id(), Signal.KILL);
        execs().forget(WEB, never.id());
    }
}
