package io.helipod.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.RemoveOptions;
import io.helipod.core.container.StopOptions;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.WrongState;
import io.helipod.core.exec.ExecSpec;
import io.helipod.core.exec.ExecStatus;
import io.helipod.core.exec.Execs;
import io.helipod.core.id.ExecId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.stream.TerminalSize;
import io.helipod.core.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exec sessions through the driving port, on fakes. */
class ExecServiceTest {
    private static final NameOrId WEB = new NameOrId("web");
    private final TestEngine engine = new TestEngine();

    @BeforeEach
    void runContainer() {
        engine.image("docker.io/library/busybox:latest");
        var unused =
                engine.api().containers().create(ContainerSpec.of("busybox").withName("web"));
        engine.api().lifecycle().start(WEB);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private Execs execs() {
        return engine.api().execs();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain");
            Thread.sleep(1);
        }
    }

    private void awaitStopped(ExecId id) throws InterruptedException {
        await(() -> execs().inspect(id).status() == ExecStatus.STOPPED);
    }

    private static List<String> heard(AttachedStreams streams) throws java.io.IOException {
        List<String> heard = new ArrayList<>();
        streams.pump((type, bytes) -> heard.add(java.nio.charset.StandardCharsets.US_ASCII.decode(bytes) + ""));
        return heard;
    }

    @Test
    void aSessionRunsOnceAndItsCodeIsKnownWhenItsStreamsEnd() throws Exception {
        ExecId id = execs().create(WEB, ExecSpec.of("hello"));
        execs().requireStartable(id);
        assertEquals(ExecStatus.CREATED, execs().inspect(id).status());
        try (AttachedStreams streams = execs().start(id, Optional.empty())) {
            assertEquals(List.of("hello"), heard(streams));
        }
        assertEquals(ExecStatus.STOPPED, execs().inspect(id).status());
        assertEquals(3, execs().inspect(id).exitCode());
        assertThrows(WrongState.class, () -> execs().start(id, Optional.empty()));
        assertThrows(WrongState.class, () -> execs().startDetached(id));
        assertThrows(WrongState.class, () -> execs().requireStartable(id));
        assertTrue(engine.records.told().containsAll(List.of("container exec", "container exec_died")));
    }

    @Test
    void aDetachedSessionIsInspectedWhileItRunsAndAfterwards() throws Exception {
        ExecId id = execs().create(WEB, ExecSpec.of("sleep"));
        execs().startDetached(id);
        assertEquals(ExecStatus.RUNNING, execs().inspect(id).status());
        assertEquals(4712, execs().inspect(id).pid());
        engine.execs.end(id, 4);
        awaitStopped(id);
        assertEquals(4, execs().inspect(id).exitCode());
        assertEquals(
                List.of(id),
                execs().list(execs().inspect(id).container()).stream()
                        .map(session -> session.id())
                        .toList());
    }

    @Test
    void closedStreamsLeaveTheProcessRunning() throws Exception {
        ExecId id = execs().create(WEB, ExecSpec.of("sleep"));
        AttachedStreams streams = execs().start(id, Optional.empty());
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                List<String> unused = heard(streams);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        streams.close();
        assertTrue(reader.join(Duration.ofSeconds(5)));
        assertEquals(ExecStatus.RUNNING, execs().inspect(id).status());
    }

    @Test
    void onlyRunningContainersTakeSessions() {
        ExecId before = execs().create(WEB, ExecSpec.of("sleep"));
        engine.api().lifecycle().pause(WEB);
        WrongState paused = assertThrows(WrongState.class, () -> execs().create(WEB, ExecSpec.of("sleep")));
        assertEquals("the container is paused", paused.reason());
        assertThrows(WrongState.class, () -> execs().requireStartable(before));
        assertThrows(WrongState.class, () -> execs().start(before, Optional.empty()));
        assertEquals(ExecStatus.CREATED, execs().inspect(before).status());
        engine.api().lifecycle().unpause(WEB);
        execs().startDetached(before);
        var unused =
                engine.api().containers().create(ContainerSpec.of("busybox").withName("still"));
        assertThrows(WrongState.class, () -> execs().create(new NameOrId("still"), ExecSpec.of("sleep")));
        assertThrows(NotFound.class, () -> execs().create(new NameOrId("nobody"), ExecSpec.of("sleep")));
    }

    @Test
    void aContainerThatIsPausedMeanwhileLeavesTheSessionToBeStarted() {
        ExecId id = execs().create(WEB, ExecSpec.of("sleep"));
        engine.execs.beforeStart(() -> engine.api().lifecycle().pause(WEB));
        assertThrows(WrongState.class, () -> execs().start(id, Optional.empty()));
        assertEquals(ExecStatus.CREATED, execs().inspect(id).status());
        engine.execs.beforeStart(() -> {});
        engine.api().lifecycle().unpause(WEB);
        execs().startDetached(id);
        assertEquals(ExecStatus.RUNNING, execs().inspect(id).status());
    }

    @Test
    void nonsenseIsRefused() {
        assertThrows(InvalidArgument.class, () -> ExecSpec.of());
        assertThrows(InvalidArgument.class, () -> ExecSpec.of(""));
        assertThrows(
                InvalidArgument.class,
                () -> new ExecSpec(
                        List.of("ls"),
                        Map.of(),
                        Optional.empty(),
                        Optional.of("tmp"),
                        false,
                        false,
                        StreamSelection.ALL,
                        Optional.empty(),
                        Optional.empty()));
        assertThrows(NotFound.class, () -> execs().inspect(new ExecId("ab".repeat(32))));
        assertThrows(NotFound.class, () -> execs().start(new ExecId("ab".repeat(32)), Optional.empty()));
        assertThrows(NotFound.class, () -> execs().remove(new ExecId("ab".repeat(32)), true));
    }

    @Test
    void whatNoProcessCanBeHandedIsRefused() {
        for (String bad : List.of("tr\0ue", "\ud800", "\udc00x", "x\ud83dy", "x".repeat(131_072), "ü".repeat(65_536))) {
            assertThrows(InvalidArgument.class, () -> execs().create(WEB, ExecSpec.of("sleep", bad)));
            assertThrows(InvalidArgument.class, () -> execs().create(WEB, withEnv(Map.of("A", bad))));
            assertThrows(InvalidArgument.class, () -> execs().create(WEB, withEnv(Map.of(bad, ""))));
            assertThrows(
                    InvalidArgument.class,
                    () -> engine.api()
                            .containers()
                            .create(ContainerSpec.of("busybox").withCommand("sleep", bad)));
        }
        String[] many = java.util.stream.Stream.generate(() -> "x".repeat(131_071))
                .limit(17)
                .toArray(String[]::new);
        assertThrows(InvalidArgument.class, () -> execs().create(WEB, ExecSpec.of(many)));
        ExecId unused = execs().create(WEB, ExecSpec.of("sleep", "x".repeat(131_071), "\ud83d\ude00 ü"));
    }

    @Test
    void aContainersSessionsTakeABoundedAmountOfMemory() {
        ExecSpec large = withEnv(Map.of(
                "A",
                "x".repeat(131_000),
                "B",
                "x".repeat(131_000),
                "C",
                "x".repeat(131_000),
                "D",
                "x".repeat(131_000)));
        List<ExecId> made = new ArrayList<>();
        WrongState full = assertThrows(WrongState.class, () -> {
            while (made.size() < 100) {
                made.add(execs().create(WEB, large));
            }
        });
        assertEquals("too many exec sessions", full.reason());
        assertEquals(16, made.size());
        execs().remove(made.getFirst(), false);
        ExecId unused = execs().create(WEB, large);
    }

    @Test
    void aContainerHasABoundedNumberOfSessionsThatWait() {
        for (int i = 0; i < 1000; i++) {
            ExecId unused = execs().create(WEB, ExecSpec.of("sleep"));
        }
        assertThrows(WrongState.class, () -> execs().create(WEB, ExecSpec.of("sleep")));
    }

    private static ExecSpec withEnv(Map<String, String> env) {
        return new ExecSpec(
                List.of("sleep"),
                env,
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                StreamSelection.ALL,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aFailedStartSaysWhyAndKeepsTheCode() {
        ExecId id = execs().create(WEB, ExecSpec.of("missing"));
        RuntimeFailed e = assertThrows(RuntimeFailed.class, () -> execs().start(id, Optional.empty()));
        assertTrue(e.message().contains("executable file not found"));
        assertEquals(ExecStatus.STOPPED, execs().inspect(id).status());
        assertEquals(127, execs().inspect(id).exitCode());
    }

    @Test
    void aStartThatCannotBeRecordedIsUndone() throws Exception {
        ExecId id = execs().create(WEB, ExecSpec.of("sleep"));
        engine.records.fail(true);
        assertThrows(StorageFailed.class, () -> execs().start(id, Optional.empty()));
        engine.records.fail(false);
        assertEquals(List.of(), engine.execs.known(execs().inspect(id).container()));
        execs().startDetached(id);
        assertEquals(ExecStatus.RUNNING, execs().inspect(id).status());
    }

    @Test
    void theTerminalKnowsItsSizeFromTheStartAndLater() {
        ExecSpec spec = new ExecSpec(
                List.of("sleep"),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                true,
                false,
                StreamSelection.ALL,
                Optional.empty(),
                Optional.empty());
        ExecId id = execs().create(WEB, spec);
        assertThrows(WrongState.class, () -> execs().resize(id, new TerminalSize(1, 2)));
        AttachedStreams unused = execs().start(id, Optional.of(new TerminalSize(24, 80)));
        assertEquals(Optional.of(new TerminalSize(24, 80)), engine.execs.lastSize);
        execs().resize(id, new TerminalSize(50, 90));
        assertEquals(Optional.of(new TerminalSize(50, 90)), engine.execs.lastSize);
        ExecId plain = execs().create(WEB, ExecSpec.of("sleep"));
        execs().startDetached(plain);
        execs().resize(plain, new TerminalSize(1, 1));
        assertEquals(Optional.empty(), engine.execs.lastSize);
    }

    @Test
    void aRunningSessionIsRemovedByForceOnly() {
        ExecId id = execs().create(WEB, ExecSpec.of("sleep"));
        execs().startDetached(id);
        assertThrows(WrongState.class, () -> execs().remove(id, false));
        execs().remove(id, true);
        assertThrows(NotFound.class, () -> execs().inspect(id));
        ExecId never = execs().create(WEB, ExecSpec.of("sleep"));
        execs().remove(never, false);
        assertThrows(NotFound.class, () -> execs().inspect(never));
    }

    @Test
    void aClientThatDoesNotReadKeepsNoSessionFromBeingRemoved() {
        ExecId id = execs().create(WEB, ExecSpec.of("clogged"));
        AttachedStreams unread = execs().start(id, Optional.empty());
        assertTrue(unread != null);
        execs().remove(id, true);
        assertThrows(NotFound.class, () -> execs().inspect(id));
    }

    @Test
    void aClientThatDoesNotReadIsCutOffWithTheContainer() {
        ExecId id = execs().create(WEB, ExecSpec.of("clogged"));
        AttachedStreams unread = execs().start(id, Optional.empty());
        assertTrue(unread != null);
        engine.execs.keepsContainer(id);
        engine.api().lifecycle().stop(WEB, StopOptions.within(Optional.of(0L)));
        assertFalse(engine.api().containers().inspect(WEB).status().isAlive());
    }

    @Test
    void aSessionIsForgottenFiveMinutesAfterItsEnd() throws Exception {
        ExecId id = execs().create(WEB, ExecSpec.of("hello"));
        execs().startDetached(id);
        awaitStopped(id);
        engine.pass(Duration.ofDays(2000)); // the fakes' processes end at a fixed time
        assertThrows(NotFound.class, () -> execs().inspect(id));
        assertEquals(1, engine.records.execs().list().size());
        ExecId next = execs().create(WEB, ExecSpec.of("hello"));
        assertEquals(
                List.of(next),
                engine.records.execs().list().stream()
                        .map(session -> session.id())
                        .toList());
    }

    @Test
    void whatNobodyCanAskForAnyMoreIsNotKept() throws Exception {
        ExecId id = execs().create(WEB, ExecSpec.of("hello"));
        execs().startDetached(id);
        awaitStopped(id);
        engine.pass(Duration.ofDays(2000));
        var unused =
                engine.api().containers().create(ContainerSpec.of("busybox").withName("other"));
        engine.api().lifecycle().start(new NameOrId("other"));
        ExecId next = execs().create(new NameOrId("other"), ExecSpec.of("hello"));
        assertEquals(
                List.of(next),
                engine.records.execs().list().stream()
                        .map(session -> session.id())
                        .toList());
    }

    @Test
    void sessionsEndWithTheirContainerAndGoWithIt() throws Exception {
        ExecId id = execs().create(WEB, ExecSpec.of("sleep"));
        execs().startDetached(id);
        engine.runtime.end(execs().inspect(id).container(), 0);
        awaitStopped(id);
        assertEquals(137, execs().inspect(id).exitCode());
        engine.api().containers().remove(WEB, new RemoveOptions(true, false, Optional.empty()));
        assertThrows(NotFound.class, () -> execs().inspect(id));
    }

    @Test
    void aLaterEngineFindsSessionsAgain() throws Exception {
        ExecId running = execs().create(WEB, ExecSpec.of("sleep"));
        execs().startDetached(running);
        ExecId ended = execs().create(WEB, ExecSpec.of("sleep"));
        execs().startDetached(ended);
        ExecId waiting = execs().create(WEB, ExecSpec.of("hello"));
        engine.execs.end(ended, 9);
        try (TestEngine later = engine.restarted()) {
            Execs found = later.api().execs();
            await(() -> found.inspect(ended).status() == ExecStatus.STOPPED);
            assertEquals(9, found.inspect(ended).exitCode());
            assertEquals(ExecStatus.RUNNING, found.inspect(running).status());
            later.execs.end(running, 5);
            await(() -> found.inspect(running).status() == ExecStatus.STOPPED);
            assertEquals(5, found.inspect(running).exitCode());
            found.startDetached(waiting);
            await(() -> found.inspect(waiting).status() == ExecStatus.STOPPED);
            assertEquals(3, found.inspect(waiting).exitCode());
        }
    }

    @Test
    void aCodeOutlivesTheContainerThatEndedWhileThereWasNoEngine() throws Exception {
        ExecId id = execs().create(WEB, ExecSpec.of("sleep"));
        execs().startDetached(id);
        var container = execs().inspect(id).container();
        try (TestEngine later = engine.restarted((containers, sessions) -> {
            sessions.end(id, 3);
            containers.end(container, 0);
        })) {
            await(() -> later.api().execs().inspect(id).status() == ExecStatus.STOPPED);
            assertEquals(3, later.api().execs().inspect(id).exitCode());
        }
    }

    @Test
    void aLaterEngineAdoptsWhatWasStartedAndNotRecordedAndEndsWhatNobodyKnows() throws Exception {
        ExecId id = execs().create(WEB, ExecSpec.of("sleep"));
        ExecId stray = execs().create(WEB, ExecSpec.of("sleep"));
        var container = execs().inspect(id).container();
        var record = engine.api().containers().inspect(WEB);
        // as if the engine had been killed between the start and its record
        var unused = engine.execs.start(record, execs().inspect(id), false, Optional.empty());
        var alsoUnused = engine.execs.start(record, execs().inspect(stray), false, Optional.empty());
        execs().remove(stray, false);
        try (TestEngine later = engine.restarted()) {
            assertEquals(ExecStatus.RUNNING, later.api().execs().inspect(id).status());
            assertEquals(4712, later.api().execs().inspect(id).pid());
            assertEquals(List.of(id), later.execs.known(container));
        }
    }

    @Test
    void afterARebootNoSessionRuns() throws Exception {
        ExecId id = execs().create(WEB, ExecSpec.of("sleep"));
        execs().startDetached(id);
        try (TestEngine later = engine.rebooted()) {
            await(() -> later.api().execs().inspect(id).status() == ExecStatus.STOPPED);
            assertFalse(later.api().containers().inspect(WEB).status().isAlive());
        }
    }
}
