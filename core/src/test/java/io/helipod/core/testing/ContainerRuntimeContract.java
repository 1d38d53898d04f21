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
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.IdGenerator;
import io.helipod.core.id.ImageId;
import io.helipod.core.spi.runtime.ContainerConsole;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.runtime.RuntimeBundle;
import io.helipod.core.spi.runtime.RuntimeState;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.StreamSelection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every implementation of {@link ContainerRuntime} and its {@link ContainerConsole} does. Its programs are {@code gentle},
 * which on SIGTERM writes "bye" and ends with 143, {@code stubborn}, which ignores SIGTERM, and {@code missing}, which is not there.
 */
public abstract class ContainerRuntimeContract {
    /** The container of these tests; another in every run, for cgroups have one name space for the whole machine. */
    protected static final ContainerId WEB =
            new ContainerId(IdGenerator.random().next());

    /** How long a test waits for what should come soon. */
    protected static final long SECONDS = 20;

    /** The runtime under test; the same for one test, and the same folders in all of them. */
    protected abstract ContainerRuntime runtime();

    /** Its console. */
    protected abstract ContainerConsole console();

    /** A root file system with the programs. */
    protected abstract Path rootfs();

    @AfterEach
    void leaveNothing() {
        runtime().delete(WEB);
        runtime().forget(WEB);
        assertFalse(runtime().known().contains(WEB));
    }

    /** A record of a container that runs this. */
    protected static ContainerRecord container(String... args) {
        return container(ProcessSpec.DEFAULT, args);
    }

    /** A record of a container with such a process; its environment has a search path. */
    protected static ContainerRecord container(ProcessSpec process, String... args) {
        ProcessSpec withPath = new ProcessSpec(
                process.entrypoint(),
                process.command(),
                Map.of("PATH", "/bin"),
                Optional.empty(),
                process.user(),
                process.workingDir(),
                process.terminal(),
                process.stdin(),
                process.stdinOnce(),
                process.init(),
                process.groups(),
                process.rlimits(),
                process.umask(),
                process.oomScoreAdj());
        return container(ContainerSpec.of("image").withProcess(withPath), args);
    }

    /** A record of a container of this spec. */
    protected static ContainerRecord container(ContainerSpec spec, String... args) {
        return new ContainerRecord(
                WEB,
                "web",
                Instant.ofEpochSecond(1_700_000_000),
                spec,
                List.of(args),
                new ImageId("cd".repeat(32)),
                "image",
                ContainerState.CREATED,
                List.of(),
                1);
    }

    /** Makes and starts it. */
    protected void run(ContainerRecord container) {
        create(container);
        runtime().start(WEB);
    }

    /** Makes it. */
    protected void create(ContainerRecord container) {
        assertTrue(runtime().create(new RuntimeBundle(container, rootfs())).pid() > 0);
    }

    /** Its end. */
    protected ExitStatus exit() throws Exception {
        return runtime().exit(WEB).get(SECONDS, TimeUnit.SECONDS);
    }

    /** All it writes to both streams until they end. */
    public static String pumped(AttachedStreams streams) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        streams.pump((type, bytes) -> {
            byte[] part = new byte[bytes.remaining()];
            bytes.get(part);
            all.writeBytes(part);
        });
        return all.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aCreatedContainerIsHeldUntilItIsStarted() {
        assertEquals(RuntimeState.ABSENT, runtime().state(WEB));
        create(container("gentle"));
        assertEquals(RuntimeState.CREATED, runtime().state(WEB));
        assertTrue(runtime().known().contains(WEB));
        runtime().start(WEB);
        assertEquals(RuntimeState.RUNNING, runtime().state(WEB));
        assertFalse(runtime().exit(WEB).isDone());
    }

    @Test
    void anEndByASignalIsTold() throws Exception {
        run(container("gentle"));
        var end = runtime().exit(WEB);
        runtime().signal(WEB, Signal.KILL, false);
        assertEquals(137, end.get(SECONDS, TimeUnit.SECONDS).code());
        assertFalse(end.get().oomKilled());
        assertEquals(RuntimeState.STOPPED, runtime().state(WEB));
    }

    @Test
    void aProcessMayIgnoreSigtermButNotSigkill() throws Exception {
        run(container("stubborn"));
        runtime().signal(WEB, Signal.TERM, false);
        assertEquals(RuntimeState.RUNNING, runtime().state(WEB));
        runtime().signal(WEB, Signal.KILL, true);
        assertEquals(137, exit().code());
    }

    @Test
    void anEndIsAlsoToldToWhoAsksLater() throws Exception {
        run(container("gentle"));
        runtime().signal(WEB, Signal.KILL, false);
        assertEquals(137, exit().code());
        assertEquals(137, exit().code());
    }

    @Test
    void aDeletedContainerIsGoneAndCanBeMadeAgain() throws Exception {
        run(container("gentle"));
        runtime().delete(WEB);
        runtime().delete(WEB);
        assertEquals(RuntimeState.ABSENT, runtime().state(WEB));
        run(container("gentle"));
        assertFalse(runtime().exit(WEB).isDone());
        runtime().signal(WEB, Signal.KILL, false);
        assertEquals(137, exit().code());
    }

    @Test
    void aPausedContainerIsFrozenUntilItIsResumed() throws Exception {
        run(container("gentle"));
        awaitReady();
        runtime().pause(WEB);
        assertEquals(RuntimeState.PAUSED, runtime().state(WEB));
        runtime().signal(WEB, Signal.TERM, false);
        assertEquals(RuntimeState.PAUSED, runtime().state(WEB));
        assertFalse(runtime().exit(WEB).isDone());
        runtime().resume(WEB);
        runtime().resume(WEB);
        assertFalse(runtime().state(WEB) == RuntimeState.PAUSED);
        runtime().signal(WEB, Signal.TERM, false);
        assertEquals(143, exit().code());
    }

    @Test
    void sigkillReachesAFrozenProcess() throws Exception {
        run(container("gentle"));
        runtime().pause(WEB);
        runtime().signal(WEB, Signal.KILL, false);
        assertEquals(137, exit().code());
    }

    @Test
    void aPausedContainerCanBeDeleted() {
        run(container("gentle"));
        runtime().pause(WEB);
        runtime().delete(WEB);
        assertEquals(RuntimeState.ABSENT, runtime().state(WEB));
    }

    @Test
    void whatDoesNotRunCannotBePaused() {
        assertThrows(RuntimeFailed.class, () -> runtime().pause(WEB));
        runtime().resume(WEB);
    }

    @Test
    void nobodyWaitsForEverForWhatWasDeleted() throws Exception {
        run(container("stubborn"));
        var end = runtime().exit(WEB);
        runtime().delete(WEB);
        assertEquals(137, end.get(SECONDS, TimeUnit.SECONDS).code());
    }

    @Test
    void aContainerThatNeverStartedCanBeDeleted() {
        create(container("gentle"));
        runtime().delete(WEB);
        assertEquals(RuntimeState.ABSENT, runtime().state(WEB));
    }

    @Test
    void signallingWhatIsNotThereIsNothing() {
        runtime().signal(WEB, Signal.TERM, false);
        runtime().signal(WEB, Signal.KILL, true);
        runtime().delete(WEB);
        runtime().forget(WEB);
    }

    @Test
    void aMissingCommandIsToldInTheWordsClientsLookFor() {
        RuntimeFailed failure = assertThrows(
                RuntimeFailed.class, () -> runtime().create(new RuntimeBundle(container("missing"), rootfs())));
        assertEquals(127, failure.exitCode());
        assertTrue(failure.message().contains("missing"), failure.message());
        // either is what docker's client takes for 127; runc says the one, crun the other
        assertTrue(
                failure.message().contains("executable file not found")
                        || failure.message().contains("no such file or directory"),
                failure.message());
        assertEquals(RuntimeState.ABSENT, runtime().state(WEB));
    }

    @Test
    void aUserWhoIsNotThereIsRefusedAndNothingIsLeft() {
        ProcessSpec d = ProcessSpec.DEFAULT;
        ProcessSpec nosuch = new ProcessSpec(
                d.entrypoint(),
                d.command(),
                d.env(),
                d.envUnset(),
                Optional.of("nosuch"),
                d.workingDir(),
                false,
                false,
                false,
                false,
                List.of(),
                Map.of(),
                d.umask(),
                d.oomScoreAdj());
        InvalidArgument refusal = assertThrows(InvalidArgument.class, () -> create(container(nosuch, "gentle")));
        assertTrue(refusal.message().contains("unable to find user nosuch"), refusal.message());
        runtime().delete(WEB);
        assertEquals(RuntimeState.ABSENT, runtime().state(WEB));
    }

    @Test
    void whoAttachesBeforeTheStartHearsAllAndThenTheEnd() throws Exception {
        ContainerRecord gentle = container("gentle");
        create(gentle);
        try (AttachedStreams streams = console().attach(gentle, StreamSelection.ALL)) {
            runtime().start(WEB);
            awaitReady();
            runtime().signal(WEB, Signal.TERM, false);
            assertEquals("bye", pumped(streams));
        }
        assertEquals(143, exit().code());
    }

    @Test
    void anEndIsToldOnceWhoDoesNotReadIsGone() throws Exception {
        ContainerRecord clogged = container("yes");
        create(clogged);
        try (AttachedStreams unread = console().attach(clogged, StreamSelection.ALL)) {
            assertTrue(unread != null);
            runtime().start(WEB);
            runtime().signal(WEB, Signal.KILL, false);
        }
        assertEquals(137, exit().code());
    }

    @Test
    void closingAnAttachEndsItAndNotTheProcess() throws Exception {
        ContainerRecord gentle = container("gentle");
        run(gentle);
        AttachedStreams streams = console().attach(gentle, StreamSelection.ALL);
        var pump = new java.util.concurrent.FutureTask<>(() -> pumped(streams));
        Thread unused = Thread.ofVirtual().start(pump);
        streams.close();
        assertEquals("", pump.get(SECONDS, TimeUnit.SECONDS));
        streams.close();
        assertEquals(RuntimeState.RUNNING, runtime().state(WEB));
    }

    /** Returns when the program has set up what it does on SIGTERM. */
    protected void awaitReady() throws Exception {}

    @Test
    void pathsOfAContainerAreSaidAlsoWhenThereIsNone() {
        assertTrue(runtime().paths(container("gentle")).staticDir().contains(WEB.value()));
        assertEquals(
                Optional.empty(), runtime().known().stream().filter(WEB::equals).findFirst());
    }
}
