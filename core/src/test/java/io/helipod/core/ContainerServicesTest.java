package io.helipod.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.AttachOptions;
import io.helipod.core.container.ContainerQuery;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ContainerStatus;
import io.helipod.core.container.EnvUnset;
import io.helipod.core.container.ExposedPort;
import io.helipod.core.container.LifecycleSpec;
import io.helipod.core.container.PortProtocol;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.container.PrunedContainer;
import io.helipod.core.container.RemoveOptions;
import io.helipod.core.container.Signal;
import io.helipod.core.container.StopOptions;
import io.helipod.core.container.Transition;
import io.helipod.core.container.WaitCondition;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.InvalidFilter;
import io.helipod.core.error.EngineException.NameTaken;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.error.EngineException.WrongState;
import io.helipod.core.filter.Filters;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.spi.runtime.RuntimeState;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.testing.TestEngine;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The life of containers, through the driving ports, on fakes. */
class ContainerServicesTest {
    private TestEngine engine = new TestEngine();

    @BeforeEach
    void storeImage() {
        engine.image("docker.io/library/busybox:latest");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private ContainerId create(String name, String... command) {
        return engine.api().containers().create(spec(command).withName(name)).id();
    }

    private static ContainerSpec spec(String... command) {
        ProcessSpec d = ProcessSpec.DEFAULT;
        return ContainerSpec.of("busybox")
                .withProcess(new ProcessSpec(
                        Optional.empty(),
                        Optional.of(List.of(command)),
                        Map.of("B", "mine"),
                        Optional.empty(),
                        d.user(),
                        d.workingDir(),
                        false,
                        true,
                        false,
                        false,
                        List.of(),
                        Map.of(),
                        d.umask(),
                        d.oomScoreAdj()));
    }

    private static ContainerSpec autoRemoved(String... command) {
        return spec(command).withLifecycle(new LifecycleSpec(Optional.empty(), Optional.empty(), true));
    }

    private ContainerRecord inspect(ContainerId id) {
        return engine.api().containers().inspect(NameOrId.of(id));
    }

    private ContainerStatus awaitStatus(ContainerId id, ContainerStatus status) throws Exception {
        engine.api()
                .lifecycle()
                .await(NameOrId.of(id), new WaitCondition.Reaches(EnumSet.of(status)))
                .get(5, TimeUnit.SECONDS);
        return inspect(id).status();
    }

    @Test
    void createCompletesTheSpecFromTheImage() {
        ContainerId id = create("one");
        ContainerRecord record = inspect(id);
        assertEquals(List.of("sleep", "1"), record.args());
        assertEquals("image", record.spec().process().env().get("A"));
        assertEquals("mine", record.spec().process().env().get("B"));
        assertFalse(record.spec().process().env().containsKey("broken"));
        assertEquals(Optional.of(id.shortened()), record.spec().hostname());
        assertEquals("docker.io/library/busybox:latest", record.imageName());
        assertEquals(Map.of("from", "image"), record.spec().labels());
        assertEquals(ContainerStatus.CREATED, record.status());
        assertTrue(record.warnings().getFirst().contains("networks"));
    }

    @Test
    void exposedPortsAreTheImagesAndTheClients() {
        ContainerSpec asked = spec("true");
        ContainerSpec spec = new ContainerSpec(
                Optional.of("one"),
                asked.image(),
                asked.hostname(),
                asked.labels(),
                asked.annotations(),
                asked.createCommand(),
                Optional.of("box"),
                List.of(new ExposedPort(443, PortProtocol.TCP), new ExposedPort(80, PortProtocol.TCP)),
                asked.process(),
                asked.namespaces(),
                asked.security(),
                asked.storage(),
                asked.resources(),
                asked.log(),
                asked.lifecycle());
        ContainerRecord record = inspect(engine.api().containers().create(spec).id());
        assertEquals("[53/udp, 80/tcp, 443/tcp]", record.spec().exposedPorts().toString());
        assertEquals(Optional.of("box"), record.spec().rawImage());
    }

    private Map<String, String> envOf(Optional<EnvUnset> unset, Map<String, String> env) {
        ProcessSpec d = ProcessSpec.DEFAULT;
        ProcessSpec process = new ProcessSpec(
                d.entrypoint(),
                Optional.of(List.of("true")),
                env,
                unset,
                d.user(),
                d.workingDir(),
                false,
                false,
                false,
                false,
                List.of(),
                Map.of(),
                d.umask(),
                d.oomScoreAdj());
        ContainerRecord record = inspect(engine.api()
                .containers()
                .create(ContainerSpec.of("busybox").withProcess(process))
                .id());
        assertEquals(Optional.empty(), record.spec().process().envUnset());
        return record.spec().process().env();
    }

    @Test
    void aVariableIsUnsetWhereverItWouldComeFrom() {
        assertEquals(
                Set.of("PATH", "container", "A", "HOSTNAME"),
                envOf(Optional.empty(), Map.of()).keySet());
        Optional<EnvUnset> some = Optional.of(new EnvUnset(false, Set.of("A", "PATH", "HOSTNAME", "other")));
        assertEquals(Map.of("container", "podman"), envOf(some, Map.of()));
        assertEquals(Map.of("container", "podman", "A", "mine"), envOf(some, Map.of("A", "mine")));
        Optional<EnvUnset> all = Optional.of(new EnvUnset(true, Set.of()));
        assertEquals(Set.of("X", "HOSTNAME"), envOf(all, Map.of("X", "1")).keySet());
    }

    @Test
    void createWithAUsedNameLeavesNothingBehind() {
        create("one");
        assertThrows(NameTaken.class, () -> create("/one"));
        assertEquals(1, engine.layers.containers().size());
        assertEquals(1, engine.api().containers().list(ContainerQuery.ALL).size());
    }

    @Test
    void createOnAFullDiskLeavesNothingBehind() {
        engine.records.fail(true);
        assertThrows(StorageFailed.class, () -> create("one"));
        assertEquals(List.of(), engine.layers.containers());
    }

    @Test
    void createOfAnUnknownImageIsNotFound() {
        assertThrows(NotFound.class, () -> engine.api().containers().create(ContainerSpec.of("nosuch")));
    }

    @Test
    void namesAreChecked() {
        assertThrows(InvalidArgument.class, () -> create("a b"));
        assertThrows(InvalidArgument.class, () -> create("-a"));
    }

    @Test
    void aContainerRunsAndItsEndIsRecordedAndCleanedUp() throws Exception {
        ContainerId id = create("one");
        NameOrId ref = new NameOrId("one");
        assertEquals(Transition.CHANGED, engine.api().lifecycle().start(ref));
        assertEquals(Transition.UNCHANGED, engine.api().lifecycle().start(ref));
        Future<Integer> exit = engine.api().lifecycle().await(ref, new WaitCondition.NotRunning());
        assertFalse(exit.isDone());
        engine.runtime.end(id, 3);
        assertEquals(3, exit.get(5, TimeUnit.SECONDS));
        assertEquals(ContainerStatus.EXITED, awaitStatus(id, ContainerStatus.EXITED));
        assertEquals(3, inspect(id).state().exitCode());
        assertTrue(engine.layers.mounted().isEmpty());
        assertTrue(engine.runtime.known().isEmpty());
        assertEquals(
                List.of("container create", "container init", "container start", "container died", "container cleanup"),
                engine.records.told());
    }

    @Test
    void anExitedContainerStartsAgain() throws Exception {
        ContainerId id = create("one");
        engine.api().lifecycle().start(NameOrId.of(id));
        engine.runtime.end(id, 3);
        awaitStatus(id, ContainerStatus.EXITED);
        engine.api().lifecycle().start(NameOrId.of(id));
        assertEquals(ContainerStatus.RUNNING, inspect(id).status());
        assertEquals(0, inspect(id).state().exitCode());
    }

    @Test
    void stopSendsTheStopSignalAndReturnsWhenAllIsCleanedUp() {
        ContainerId id = create("one");
        engine.api().lifecycle().start(NameOrId.of(id));
        assertEquals(
                Transition.CHANGED,
                engine.api().lifecycle().stop(NameOrId.of(id), StopOptions.within(Optional.empty())));
        assertEquals(ContainerStatus.EXITED, inspect(id).status());
        assertEquals(143, inspect(id).state().exitCode());
        assertTrue(inspect(id).state().stoppedByUser());
        assertEquals(
                Transition.UNCHANGED,
                engine.api().lifecycle().stop(NameOrId.of(id), StopOptions.within(Optional.empty())));
    }

    @Test
    void stopKillsWhatDoesNotHeedTheStopSignal() {
        ContainerId id = create("one", "stubborn");
        engine.api().lifecycle().start(NameOrId.of(id));
        engine.api().lifecycle().stop(NameOrId.of(id), StopOptions.within(Optional.of(1L)));
        assertEquals(137, inspect(id).state().exitCode());
    }

    @Test
    void stopOfACreatedContainerDoesNothing() {
        ContainerId id = create("one");
        assertEquals(
                Transition.CHANGED,
                engine.api().lifecycle().stop(NameOrId.of(id), StopOptions.within(Optional.empty())));
        assertEquals(ContainerStatus.CREATED, inspect(id).status());
    }

    @Test
    void killOfAContainerThatDoesNotRunIsRefused() {
        ContainerId id = create("one");
        assertThrows(WrongState.class, () -> engine.api().lifecycle().kill(NameOrId.of(id), Signal.KILL));
    }

    @Test
    void aFailedStartSaysWhyAndKeepsTheCode() {
        ContainerId id = create("one", "missing");
        RuntimeFailed e =
                assertThrows(RuntimeFailed.class, () -> engine.api().lifecycle().start(NameOrId.of(id)));
        assertTrue(e.message().contains("executable file not found"));
        assertEquals(ContainerStatus.CREATED, inspect(id).status());
        assertEquals(127, inspect(id).state().exitCode());
        assertTrue(engine.layers.mounted().isEmpty());
    }

    @Test
    void clientsThatWaitForAStartAreCounted() {
        NameOrId ref = NameOrId.of(create("one", "missing"));
        AttachOptions all = new AttachOptions(StreamSelection.ALL);
        List<AttachedStreams> waiting = new ArrayList<>();
        WrongState full = assertThrows(WrongState.class, () -> {
            while (waiting.size() < 1000) {
                waiting.add(engine.api().streams().attach(ref, all));
            }
        });
        assertEquals("too many clients", full.reason());
        assertEquals(100, waiting.size());
        waiting.getFirst().close();
        engine.api().streams().attach(ref, all).close();
    }

    @Test
    void aFailedStartEndsTheAttachThatCameBeforeIt() throws Exception {
        ContainerId id = create("one", "missing");
        AttachedStreams streams =
                engine.api().streams().attach(NameOrId.of(id), new AttachOptions(StreamSelection.ALL));
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                streams.pump((type, bytes) -> {});
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThrows(RuntimeFailed.class, () -> engine.api().lifecycle().start(NameOrId.of(id)));
        assertTrue(reader.join(java.time.Duration.ofSeconds(5)));
    }

    private static ContainerSpec ofNobody(boolean autoRemove) {
        ProcessSpec d = ProcessSpec.DEFAULT;
        return ContainerSpec.of("busybox")
                .withProcess(new ProcessSpec(
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
                        d.oomScoreAdj()))
                .withLifecycle(new LifecycleSpec(Optional.empty(), Optional.empty(), autoRemove));
    }

    @Test
    void aStartThatIsRefusedIsAFailedStart() throws Exception {
        ContainerId id = engine.api().containers().create(ofNobody(false)).id();
        AttachedStreams streams =
                engine.api().streams().attach(NameOrId.of(id), new AttachOptions(StreamSelection.ALL));
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                streams.pump((type, bytes) -> {});
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        assertThrows(InvalidArgument.class, () -> engine.api().lifecycle().start(NameOrId.of(id)));
        assertTrue(reader.join(java.time.Duration.ofSeconds(5)));
        assertEquals(ContainerStatus.CREATED, inspect(id).status());
        assertEquals(125, inspect(id).state().exitCode());
        assertTrue(inspect(id).state().error().contains("unable to find user"));
        assertTrue(engine.layers.mounted().isEmpty());
    }

    @Test
    void aStartThatIsRefusedRemovesWhatIsAutoRemoved() throws Exception {
        ContainerId id = engine.api().containers().create(ofNobody(true)).id();
        Future<Integer> removed = engine.api().lifecycle().await(NameOrId.of(id), new WaitCondition.Removed());
        assertThrows(InvalidArgument.class, () -> engine.api().lifecycle().start(NameOrId.of(id)));
        assertEquals(125, removed.get(5, TimeUnit.SECONDS));
        assertFalse(engine.api().containers().exists(NameOrId.of(id)));
    }

    private ContainerId clogged() {
        ContainerId id = create("clogged", "clogged");
        AttachedStreams unread = engine.api().streams().attach(NameOrId.of(id), new AttachOptions(StreamSelection.ALL));
        assertTrue(unread != null);
        engine.api().lifecycle().start(NameOrId.of(id));
        return id;
    }

    @Test
    void aClientThatDoesNotReadKeepsNothingFromBeingStopped() {
        ContainerId id = clogged();
        long begun = System.nanoTime();
        engine.api().lifecycle().stop(NameOrId.of(id), StopOptions.within(Optional.of(0L)));
        assertEquals(137, inspect(id).state().exitCode());
        assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(15));
    }

    @Test
    void aClientThatDoesNotReadKeepsNothingFromBeingKilled() throws Exception {
        ContainerId id = clogged();
        engine.api().lifecycle().kill(NameOrId.of(id), Signal.KILL);
        assertEquals(ContainerStatus.EXITED, awaitStatus(id, ContainerStatus.EXITED));
    }

    @Test
    void aLateEndOfARunThatFailedDoesNotEndTheNext() throws Exception {
        ContainerId id = create("one");
        engine.api().lifecycle().init(NameOrId.of(id));
        engine.runtime.failNextStart();
        assertThrows(RuntimeFailed.class, () -> engine.api().lifecycle().start(NameOrId.of(id)));
        engine.api().lifecycle().start(NameOrId.of(id));
        engine.runtime.tellLate();
        Thread.sleep(100); // the end is looked at on another thread
        assertEquals(ContainerStatus.RUNNING, inspect(id).status());
        engine.runtime.end(id, 3);
        assertEquals(ContainerStatus.EXITED, awaitStatus(id, ContainerStatus.EXITED));
        assertEquals(3, inspect(id).state().exitCode());
    }

    @Test
    void attachInitialisesAndHearsEverything() throws Exception {
        ContainerId id = create("one");
        AttachedStreams streams =
                engine.api().streams().attach(NameOrId.of(id), new AttachOptions(StreamSelection.ALL));
        assertEquals(ContainerStatus.INITIALIZED, inspect(id).status());
        engine.api().lifecycle().start(NameOrId.of(id));
        engine.runtime.end(id, 0);
        List<String> heard = new ArrayList<>();
        streams.pump((type, bytes) -> heard.add(type + " " + java.nio.charset.StandardCharsets.US_ASCII.decode(bytes)));
        assertEquals(List.of("STDOUT bye"), heard);
    }

    @Test
    void autoRemoveRemovesAfterTheEndAndTheExitCodeIsStillKnown() throws Exception {
        ContainerId id = engine.api().containers().create(autoRemoved()).id();
        Future<Integer> removed = engine.api().lifecycle().await(NameOrId.of(id), new WaitCondition.Removed());
        engine.api().lifecycle().start(NameOrId.of(id));
        engine.runtime.end(id, 5);
        assertEquals(5, removed.get(5, TimeUnit.SECONDS));
        assertFalse(engine.api().containers().exists(NameOrId.of(id)));
        assertEquals(
                5,
                engine.api()
                        .lifecycle()
                        .await(NameOrId.of(id), new WaitCondition.NotRunning())
                        .get());
        assertEquals(List.of(), engine.layers.containers());
    }

    @Test
    void restartDoesNotRemoveWhatIsAutoRemoved() {
        ContainerId id = engine.api().containers().create(autoRemoved()).id();
        engine.api().lifecycle().start(NameOrId.of(id));
        engine.api().lifecycle().restart(NameOrId.of(id), StopOptions.within(Optional.of(0L)));
        assertEquals(ContainerStatus.RUNNING, inspect(id).status());
    }

    @Test
    void aRestartThatIsGivenUpTakesNothingFromAnother() throws Exception {
        ContainerId id =
                engine.api().containers().create(autoRemoved("stubborn")).id();
        NameOrId ref = NameOrId.of(id);
        engine.api().lifecycle().start(ref);
        Thread first = Thread.ofVirtual()
                .start(() -> engine.api().lifecycle().restart(ref, StopOptions.within(Optional.of(60L))));
        while (inspect(id).status() != ContainerStatus.STOPPING) {
            Thread.sleep(1);
        }
        Thread second = Thread.ofVirtual()
                .start(() -> assertThrows(
                        Unavailable.class,
                        () -> engine.api().lifecycle().restart(ref, StopOptions.within(Optional.of(60L)))));
        while (second.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        second.interrupt();
        assertTrue(second.join(java.time.Duration.ofSeconds(5)));
        engine.runtime.end(id, 0);
        assertTrue(first.join(java.time.Duration.ofSeconds(5)));
        assertEquals(ContainerStatus.RUNNING, inspect(id).status());
    }

    @Test
    void aPausedContainerGoesOnWhenItIsUnpaused() {
        ContainerId id = create("one");
        NameOrId ref = NameOrId.of(id);
        assertThrows(WrongState.class, () -> engine.api().lifecycle().pause(ref));
        engine.api().lifecycle().start(ref);
        assertThrows(WrongState.class, () -> engine.api().lifecycle().unpause(ref));
        engine.api().lifecycle().pause(ref);
        assertEquals(ContainerStatus.PAUSED, inspect(id).status());
        assertEquals(RuntimeState.PAUSED, engine.runtime.state(id));
        assertThrows(WrongState.class, () -> engine.api().lifecycle().pause(ref));
        engine.api().lifecycle().unpause(ref);
        assertEquals(ContainerStatus.RUNNING, inspect(id).status());
        assertEquals(RuntimeState.RUNNING, engine.runtime.state(id));
        assertTrue(engine.records.told().containsAll(List.of("container pause", "container unpause")));
    }

    @Test
    void aPauseThatCannotBeRecordedIsUndone() {
        ContainerId id = create("one");
        engine.api().lifecycle().start(NameOrId.of(id));
        engine.records.fail(true);
        assertThrows(StorageFailed.class, () -> engine.api().lifecycle().pause(NameOrId.of(id)));
        engine.records.fail(false);
        assertEquals(RuntimeState.RUNNING, engine.runtime.state(id));
        assertEquals(ContainerStatus.RUNNING, inspect(id).status());
    }

    @Test
    void aPausedContainerIsStoppedOnlyWhenItMayBeResumed() {
        ContainerId id = create("one");
        NameOrId ref = NameOrId.of(id);
        engine.api().lifecycle().start(ref);
        engine.api().lifecycle().pause(ref);
        assertThrows(WrongState.class, () -> engine.api().lifecycle().stop(ref, StopOptions.within(Optional.empty())));
        assertEquals(ContainerStatus.PAUSED, inspect(id).status());
        engine.api().lifecycle().stop(ref, StopOptions.resuming(Optional.empty()));
        assertEquals(143, inspect(id).state().exitCode());
    }

    @Test
    void aPausedContainerCanBeKilledAndRemovedByForce() throws Exception {
        ContainerId id = create("one");
        engine.api().lifecycle().start(NameOrId.of(id));
        engine.api().lifecycle().pause(NameOrId.of(id));
        engine.api().lifecycle().kill(NameOrId.of(id), Signal.KILL);
        awaitStatus(id, ContainerStatus.EXITED);
        ContainerId two = create("two", "stubborn");
        engine.api().lifecycle().start(NameOrId.of(two));
        engine.api().lifecycle().pause(NameOrId.of(two));
        assertThrows(WrongState.class, () -> engine.api().containers().remove(NameOrId.of(two), RemoveOptions.DEFAULT));
        engine.api().containers().remove(NameOrId.of(two), new RemoveOptions(true, false, Optional.of(0L)));
        assertFalse(engine.api().containers().exists(NameOrId.of(two)));
    }

    @Test
    void aStartThatWasCutShortAfterTheMountLeavesNone() throws Exception {
        ContainerId created = create("created");
        ContainerId ended = create("ended");
        engine.api().lifecycle().start(NameOrId.of(ended));
        engine.runtime.end(ended, 0);
        awaitStatus(ended, ContainerStatus.EXITED);
        ContainerId running = create("running");
        engine.api().lifecycle().start(NameOrId.of(running));
        engine.layers.mount(created);
        engine.layers.mount(ended);
        try (TestEngine later = engine.restarted()) {
            assertEquals(java.util.Set.of(running), later.layers.mounted());
            assertEquals(
                    ContainerStatus.CREATED,
                    later.api().containers().inspect(NameOrId.of(created)).status());
        }
    }

    @Test
    void aPausedContainerIsFoundPaused() {
        ContainerId id = create("one");
        engine.api().lifecycle().start(NameOrId.of(id));
        engine.api().lifecycle().pause(NameOrId.of(id));
        try (TestEngine later = engine.restarted()) {
            assertEquals(
                    ContainerStatus.PAUSED,
                    later.api().containers().inspect(NameOrId.of(id)).status());
            later.api().lifecycle().unpause(NameOrId.of(id));
        }
    }

    @Test
    void pruneRemovesWhatDoesNotRun() throws Exception {
        ContainerId made = create("made");
        ContainerId ended = create("ended");
        NameOrId running = NameOrId.of(create("running"));
        engine.api().lifecycle().start(running);
        engine.api().lifecycle().start(NameOrId.of(ended));
        engine.runtime.end(ended, 3);
        awaitStatus(ended, ContainerStatus.EXITED);
        Filters none = new Filters(Map.of("label", List.of("from=elsewhere")));
        assertEquals(List.of(), engine.api().containers().prune(none));
        assertThrows(
                InvalidFilter.class,
                () -> engine.api().containers().prune(new Filters(Map.of("name", List.of("made")))));
        assertEquals(
                Set.of(made, ended),
                engine.api().containers().prune(Filters.NONE).stream()
                        .peek(one -> assertEquals(Optional.empty(), one.failure()))
                        .map(PrunedContainer::id)
                        .collect(Collectors.toSet()));
        assertEquals(
                ContainerStatus.RUNNING,
                engine.api().containers().inspect(running).status());
        assertEquals(List.of(), engine.api().containers().prune(Filters.NONE));
    }

    @Test
    void removeNeedsForceForARunningContainer() {
        ContainerId id = create("one");
        engine.api().lifecycle().start(NameOrId.of(id));
        assertThrows(WrongState.class, () -> engine.api().containers().remove(NameOrId.of(id), RemoveOptions.DEFAULT));
        engine.api().containers().remove(NameOrId.of(id), new RemoveOptions(true, false, Optional.of(0L)));
        assertFalse(engine.api().containers().exists(NameOrId.of(id)));
        assertTrue(engine.runtime.known().isEmpty());
    }

    @Test
    void nextExitIsNotAnsweredEarly() throws Exception {
        ContainerId id = create("one");
        Future<Integer> exit = engine.api().lifecycle().await(NameOrId.of(id), new WaitCondition.NextExit());
        assertFalse(exit.isDone());
        engine.api().lifecycle().start(NameOrId.of(id));
        engine.runtime.end(id, 9);
        assertEquals(9, exit.get(5, TimeUnit.SECONDS));
    }

    @Test
    void listShowsWhatRunsUnlessAskedForAll() {
        ContainerId one = create("one");
        ContainerId two = create("two");
        engine.api().lifecycle().start(NameOrId.of(one));
        assertEquals(
                List.of(one),
                engine.api().containers().list(new ContainerQuery(false, Optional.empty(), Filters.NONE)).stream()
                        .map(ContainerRecord::id)
                        .toList());
        assertEquals(
                List.of(two),
                engine.api().containers().list(new ContainerQuery(false, Optional.of(1), Filters.NONE)).stream()
                        .map(ContainerRecord::id)
                        .toList());
        assertEquals(
                List.of(two),
                engine
                        .api()
                        .containers()
                        .list(new ContainerQuery(
                                false, Optional.empty(), new Filters(Map.of("status", List.of("created")))))
                        .stream()
                        .map(ContainerRecord::id)
                        .toList());
        assertThrows(
                InvalidFilter.class,
                () -> engine.api()
                        .containers()
                        .list(new ContainerQuery(true, Optional.empty(), new Filters(Map.of("x", List.of("y"))))));
    }

    @Test
    void theSizeIsWhatItWrote() {
        ContainerId id = create("one");
        engine.layers.write(id, 123);
        ContainerRecord record = inspect(id);
        assertEquals(123, engine.api().containers().size(record));
        engine.api().containers().remove(NameOrId.of(id), new RemoveOptions(false, false, Optional.empty()));
        assertEquals(0, engine.api().containers().size(record));
    }

    @Test
    void renameRefusesAUsedName() {
        create("one");
        create("two");
        assertThrows(NameTaken.class, () -> engine.api().containers().rename(new NameOrId("one"), "two"));
        engine.api().containers().rename(new NameOrId("one"), "/three");
        assertTrue(engine.api().containers().exists(new NameOrId("three")));
        assertFalse(engine.api().containers().exists(new NameOrId("one")));
    }

    @Test
    void aRestartedEngineAdoptsWhatRuns() throws Exception {
        ContainerId id = create("one");
        engine.api().lifecycle().start(NameOrId.of(id));
        engine = engine.restarted();
        assertEquals(ContainerStatus.RUNNING, inspect(id).status());
        engine.runtime.end(id, 4);
        assertEquals(ContainerStatus.EXITED, awaitStatus(id, ContainerStatus.EXITED));
        assertEquals(4, inspect(id).state().exitCode());
    }

    @Test
    void aRestartedEngineCatchesUpWithWhatEndedMeanwhile() {
        ContainerId kept = create("one");
        ContainerId gone = engine.api().containers().create(autoRemoved()).id();
        engine.api().lifecycle().start(NameOrId.of(kept));
        engine.api().lifecycle().start(NameOrId.of(gone));
        engine = engine.restarted(processes -> {
            processes.end(kept, 6);
            processes.end(gone, 7);
        });
        assertEquals(ContainerStatus.EXITED, inspect(kept).status());
        assertEquals(6, inspect(kept).state().exitCode());
        assertFalse(engine.api().containers().exists(NameOrId.of(gone)));
    }

    @Test
    void aStartThatWasNeverRecordedIsBelieved() {
        ContainerId id = create("one");
        ContainerRecord record = inspect(id);
        engine.layers.mount(id);
        engine.runtime.create(new io.helipod.core.spi.runtime.RuntimeBundle(record, java.nio.file.Path.of("/x")));
        engine.runtime.start(id);
        engine = engine.restarted();
        assertEquals(ContainerStatus.RUNNING, inspect(id).status());
    }

    @Test
    void whatBelongsToNoRecordIsGivenBack() {
        ContainerId id = create("one");
        ContainerRecord record = inspect(id);
        engine.runtime.create(new io.helipod.core.spi.runtime.RuntimeBundle(record, java.nio.file.Path.of("/x")));
        engine.records.commit(List.of(new io.helipod.core.spi.storage.Change.RemoveContainer(id)), List.of());
        engine = engine.restarted();
        assertTrue(engine.runtime.known().isEmpty());
        assertEquals(List.of(), engine.layers.containers());
    }

    @Test
    void afterARebootNothingRuns() {
        ContainerId id = create("one");
        engine.api().lifecycle().start(NameOrId.of(id));
        engine = engine.rebooted();
        assertEquals(ContainerStatus.EXITED, inspect(id).status());
        assertEquals(255, inspect(id).state().exitCode());
        engine.api().lifecycle().start(NameOrId.of(id));
        assertEquals(ContainerStatus.RUNNING, inspect(id).status());
    }

    @Test
    void anEmptyEntrypointTakesTheImagesAwayAndLeavesItsCommand() {
        engine.image(
                new ImageConfig(
                        "",
                        List.of(),
                        List.of(),
                        Optional.of(List.of("echo", "test")),
                        Optional.of(List.of("sh")),
                        List.of(),
                        "",
                        Map.of(),
                        ""),
                "docker.io/library/echo:latest");
        ProcessSpec d = ProcessSpec.DEFAULT;
        ContainerId id = engine.api()
                .containers()
                .create(ContainerSpec.of("echo")
                        .withProcess(new ProcessSpec(
                                Optional.of(List.of()),
                                Optional.empty(),
                                Map.of(),
                                Optional.empty(),
                                d.user(),
                                d.workingDir(),
                                false,
                                false,
                                false,
                                false,
                                List.of(),
                                Map.of(),
                                d.umask(),
                                d.oomScoreAdj())))
                .id();
        assertEquals(List.of("sh"), inspect(id).args());
    }
}
