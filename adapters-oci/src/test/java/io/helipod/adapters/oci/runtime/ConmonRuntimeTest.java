package io.helipod.adapters.oci.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.oci.OciConfig;
import io.helipod.adapters.oci.host.Cgroups;
import io.helipod.adapters.oci.host.ProcessCapabilities;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.container.Rlimit;
import io.helipod.core.container.SeccompProfile;
import io.helipod.core.container.SecuritySpec;
import io.helipod.core.container.Signal;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.spi.runtime.ContainerConsole;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.runtime.RuntimeBundle;
import io.helipod.core.spi.runtime.RuntimeHandle;
import io.helipod.core.spi.runtime.RuntimeState;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.stream.TerminalSize;
import io.helipod.core.testing.ContainerRuntimeContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConmonRuntimeTest extends ContainerRuntimeContract {
    private static final int STOP = 19;
    private static final int MORE_THAN_A_PIPE_HOLDS = 65536 / "1 1000 1000\n".length() + 10;

    @TempDir
    static Path image;

    @TempDir
    Path folder;

    private RuntimeModule module;

    @BeforeAll
    static void fill() throws IOException {
        RealRuntime.required();
        RealRuntime.fill(image);
    }

    @BeforeEach
    void open() throws IOException {
        module = opened();
        Files.deleteIfExists(image.resolve("tmp/ready"));
    }

    private RuntimeModule opened() {
        return new RuntimeModule(OciConfig.of(folder.resolve("state"), folder.resolve("run")), Cgroups.read());
    }

    @AfterEach
    void leaveNoFiles() throws Exception {
        runtime().delete(WEB);
        runtime().forget(WEB);
        assertFalse(Files.exists(folder.resolve("run/containers").resolve(WEB.value())));
        assertFalse(Files.exists(folder.resolve("run/runtime").resolve(WEB.value())));
        assertFalse(Files.exists(folder.resolve("run/exits").resolve(WEB.value())));
        await(() -> monitors() == 0);
        module.close();
    }

    private long monitors() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
                .filter(process -> process.info().command().orElse("").endsWith("conmon"))
                .filter(process -> ProcessRef.find(process.pid()).isPresent())
                .count();
    }

    @Override
    protected ContainerRuntime runtime() {
        return module.runtime();
    }

    @Override
    protected ContainerConsole console() {
        return module.console();
    }

    @Override
    protected Path rootfs() {
        return image;
    }

    @Override
    protected void awaitReady() throws Exception {
        await(() -> Files.exists(image.resolve("tmp/ready")));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain");
            Thread.sleep(5);
        }
    }

    private static ProcessSpec withStdin(boolean terminal, boolean once) {
        return new ProcessSpec(
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                terminal,
                true,
                once,
                false,
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    private String output(ContainerRecord container) throws Exception {
        create(container);
        try (AttachedStreams streams = console().attach(container, StreamSelection.ALL)) {
            runtime().start(WEB);
            return pumped(streams);
        }
    }

    @Test
    void theExitCodeOfAProcessIsTold() throws Exception {
        run(container("sh", "-c", "exit 3"));
        assertEquals(3, exit().code());
    }

    @Test
    void aRuntimeThatHangsIsEndedAndToldOf() throws Exception {
        Path hanging =
                Files.writeString(folder.resolve("hanging"), "#!/bin/sh\n[ \"$1\" = --version ] || sleep 1000\n");
        Files.setPosixFilePermissions(hanging, PosixFilePermissions.fromString("rwx------"));
        OciConfig plain = OciConfig.of(folder.resolve("state"), folder.resolve("run"));
        OciConfig config = new OciConfig(
                plain.stateDir(),
                plain.runDir(),
                Optional.of(hanging.toString()),
                Map.of(),
                List.of(),
                List.of(),
                "cgroupfs",
                Optional.empty(),
                List.of(),
                Optional.empty());
        try (RuntimeModule slow = new RuntimeModule(config, Cgroups.read(), Duration.ofSeconds(1))) {
            RuntimeFailed failure = assertThrows(
                    RuntimeFailed.class, () -> slow.runtime().create(new RuntimeBundle(container("true"), rootfs())));
            assertTrue(failure.message().contains("did not answer within 1 s"), failure.message());
            assertEquals(
                    List.of(),
                    List.copyOf(slow.runtime().known().stream()
                            .filter(id -> Files.exists(
                                    folder.resolve("run/containers").resolve(id.value())))
                            .toList()));
        }
        await(() -> ProcessHandle.allProcesses()
                .noneMatch(one -> one.info().commandLine().orElse("").contains(hanging.toString())));
    }

    @Test
    void aMonitorThatEndsAtOnceIsToldOfInItsOwnWords() throws Exception {
        Path broken = Files.writeString(folder.resolve("conmon"), "#!/bin/sh\necho no such library >&2\nexit 127\n");
        Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwx------"));
        OciConfig plain = OciConfig.of(folder.resolve("state"), folder.resolve("run"));
        OciConfig config = new OciConfig(
                plain.stateDir(),
                plain.runDir(),
                Optional.empty(),
                Map.of(),
                List.of(broken),
                List.of(),
                "cgroupfs",
                Optional.empty(),
                List.of(),
                Optional.empty());
        try (RuntimeModule other = new RuntimeModule(config, Cgroups.read())) {
            RuntimeFailed failure = assertThrows(
                    RuntimeFailed.class, () -> other.runtime().create(new RuntimeBundle(container("true"), rootfs())));
            assertTrue(failure.message().contains("no such library"), failure.message());
        }
        await(() -> ProcessHandle.current().children().findAny().isEmpty());
    }

    @Test
    void theMonitorLeavesTheCgroupOfTheService() throws Exception {
        RuntimeHandle made = runtime().create(new RuntimeBundle(container("gentle"), rootfs()));
        List<String> groups = Files.readAllLines(Path.of("/proc/" + made.monitorPid() + "/cgroup"));
        assertTrue(groups.stream().anyMatch(line -> line.endsWith(":/helipod/conmon")), groups.toString());
    }

    @Test
    void aLimitIsClippedToWhatTheServiceMayGrant() throws Exception {
        ProcessSpec many = limited("nofile", new Rlimit(1000, Long.MAX_VALUE));
        String text = output(container(many, "sh", "-c", "ulimit -Sn; ulimit -Hn"));
        String most = ProcessCapabilities.raisesLimits()
                ? Files.readString(Path.of("/proc/sys/fs/nr_open")).strip()
                : Files.readAllLines(Path.of("/proc/self/limits")).stream()
                        .filter(line -> line.startsWith("Max open files"))
                        .map(line -> line.split("\\s+")[4])
                        .findFirst()
                        .orElseThrow();
        assertEquals("1000\n" + most + "\n", text);
    }

    @Test
    void allCapabilitiesAreThoseTheServiceHas() throws Exception {
        ContainerRecord status = container("cat", "/proc/self/status");
        ContainerSpec spec = status.spec();
        ContainerRecord all = container(
                new ContainerSpec(
                        spec.name(),
                        spec.image(),
                        spec.hostname(),
                        spec.labels(),
                        spec.annotations(),
                        spec.createCommand(),
                        Optional.empty(),
                        List.of(),
                        spec.process(),
                        spec.namespaces(),
                        new SecuritySpec(
                                List.of("ALL"), List.of(), false, SeccompProfile.DEFAULT, List.of(), List.of()),
                        spec.storage(),
                        spec.resources(),
                        spec.log(),
                        spec.lifecycle()),
                "cat",
                "/proc/self/status");
        String text = output(all);
        assertTrue(text.contains("CapEff:\t%016x\n".formatted(ProcessCapabilities.bounding())), text);
    }

    private static ProcessSpec limited(String name, Rlimit limit) {
        return new ProcessSpec(
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                false,
                false,
                List.of(),
                Map.of(name, limit),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aFileThatIsNotExecutableCannotBeStarted() {
        RuntimeFailed failure = assertThrows(
                RuntimeFailed.class, () -> runtime().create(new RuntimeBundle(container("/etc/passwd"), rootfs())));
        assertEquals(126, failure.exitCode());
    }

    @Test
    void aLaterEngineFindsARunningContainerAndItsEnd() throws Exception {
        run(container("gentle"));
        module.close();
        module = opened();
        assertEquals(RuntimeState.RUNNING, runtime().state(WEB));
        assertEquals(List.of(WEB), runtime().known());
        var end = runtime().exit(WEB);
        awaitReady();
        runtime().signal(WEB, Signal.TERM, false);
        assertEquals(143, end.get(SECONDS, TimeUnit.SECONDS).code());
    }

    @Test
    void anEndWhileThereWasNoEngineIsNotLost() throws Exception {
        run(container("sh", "-c", "exit 4"));
        module.close();
        await(() -> Files.exists(folder.resolve("run/exits").resolve(WEB.value())));
        module = opened();
        assertEquals(RuntimeState.STOPPED, runtime().state(WEB));
        assertEquals(4, exit().code());
    }

    @Test
    void whenTheMonitorDiesTheEndIsToldOnceTheProcessIsGone() throws Exception {
        ContainerRecord gentle = container("gentle");
        RuntimeHandle made = runtime().create(new RuntimeBundle(gentle, rootfs()));
        runtime().start(WEB);
        var end = runtime().exit(WEB);
        assertTrue(ProcessHandle.of(made.monitorPid()).orElseThrow().destroyForcibly());
        await(() -> ProcessRef.find(made.monitorPid()).isEmpty());
        assertEquals(RuntimeState.RUNNING, runtime().state(WEB));
        assertFalse(end.isDone());
        runtime().signal(WEB, Signal.KILL, false);
        assertEquals(255, end.get(SECONDS, TimeUnit.SECONDS).code());
    }

    @Test
    void theEndOfInputEndsCatAndItsOutputIsWhole() throws Exception {
        ContainerRecord cat = container(withStdin(false, true), "cat");
        run(cat);
        try (AttachedStreams streams = console().attach(cat, StreamSelection.ALL)) {
            var pump = new FutureTask<>(() -> pumped(streams));
            Thread unused = Thread.ofVirtual().start(pump);
            streams.stdin().write("foo\n".getBytes(StandardCharsets.UTF_8));
            streams.stdin().write(new byte[0]);
            streams.stdin().write("bar\n".getBytes(StandardCharsets.UTF_8));
            streams.stdin().close();
            assertEquals("foo\nbar\n", pump.get(SECONDS, TimeUnit.SECONDS));
        }
        assertEquals(0, exit().code());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 32 * 1024})
    void inputThatNobodyReadsHoldsUpNobodyElse(int size) throws Exception {
        ContainerRecord gentle = container(withStdin(false, true), "gentle");
        run(gentle);
        try (AttachedStreams streams = console().attach(gentle, StreamSelection.ALL)) {
            AtomicLong written = new AtomicLong();
            int writers = 2 * Runtime.getRuntime().availableProcessors();
            List<Thread> all = java.util.stream.IntStream.range(0, writers)
                    .mapToObj(i -> Thread.ofVirtual().start(() -> {
                        try {
                            while (true) {
                                streams.stdin().write(new byte[size]);
                                written.addAndGet(size);
                            }
                        } catch (IOException e) {
                            // closed at last
                        }
                    }))
                    .toList();
            awaitStandstill(written);
            assertTrue(written.get() < 16 << 20, "input is not held back");
            var other = new FutureTask<>(() -> "served");
            Thread unused = Thread.ofVirtual().start(other);
            assertEquals("served", other.get(SECONDS, TimeUnit.SECONDS));
            streams.close();
            for (Thread one : all) {
                assertTrue(one.join(Duration.ofSeconds(SECONDS)), "a writer hangs");
            }
        }
    }

    private static void awaitStandstill(AtomicLong counter) throws InterruptedException {
        long last = -1;
        for (int same = 0; same < 10; ) {
            Thread.sleep(20);
            same = counter.get() == last ? same + 1 : 0;
            last = counter.get();
        }
    }

    @Test
    void muchPassesBothWaysUnharmed() throws Exception {
        ContainerRecord cat = container(withStdin(false, true), "cat");
        run(cat);
        byte[] part = new byte[100_000];
        for (int i = 0; i < part.length; i++) {
            part[i] = (byte) (i * 31 >>> 3);
        }
        int times = 200;
        AtomicLong position = new AtomicLong();
        try (AttachedStreams streams = console().attach(cat, StreamSelection.ALL)) {
            var pump = new FutureTask<>(() -> {
                streams.pump((type, bytes) -> {
                    while (bytes.hasRemaining()) {
                        if (bytes.get() != part[(int) (position.getAndIncrement() % part.length)]) {
                            throw new IOException("wrong byte at " + position.get());
                        }
                    }
                });
                return position.get();
            });
            Thread unused = Thread.ofVirtual().start(pump);
            for (int i = 0; i < times; i++) {
                streams.stdin().write(part);
            }
            streams.stdin().close();
            assertEquals((long) times * part.length, pump.get(SECONDS, TimeUnit.SECONDS));
        }
    }

    @Test
    void anInterruptedPumpEnds() throws Exception {
        ContainerRecord gentle = container("gentle");
        run(gentle);
        try (AttachedStreams streams = console().attach(gentle, StreamSelection.ALL)) {
            Thread pump = Thread.ofVirtual().start(() -> {
                try {
                    pumped(streams);
                } catch (IOException e) {
                    // interrupted
                }
            });
            pump.interrupt();
            assertTrue(pump.join(Duration.ofSeconds(SECONDS)), "the pump hangs");
        }
    }

    /** What a client that does not read does to it. */
    private void freezeMonitor(RuntimeHandle made) {
        ProcessRef.find(made.monitorPid()).orElseThrow().signal(STOP);
    }

    @Test
    void aMonitorThatAcceptsNobodyIsNotWaitedForForEver() throws Exception {
        ContainerRecord stubborn = container("stubborn");
        freezeMonitor(runtime().create(new RuntimeBundle(stubborn, rootfs())));
        List<AttachedStreams> accepted = new ArrayList<>();
        FutureTask<RuntimeFailed> refused = new FutureTask<>(() -> assertThrows(RuntimeFailed.class, () -> {
            while (accepted.size() < 100) {
                accepted.add(console().attach(stubborn, StreamSelection.ALL));
            }
        }));
        Thread unused = Thread.ofPlatform().daemon().start(refused);
        RuntimeFailed refusal = refused.get(SECONDS, TimeUnit.SECONDS);
        assertTrue(refusal.message().contains("monitor cannot be reached"), refusal.message());
        accepted.forEach(AttachedStreams::close);
    }

    @Test
    void aMonitorThatReadsNoSizesHoldsNobodyUp() throws Exception {
        freezeMonitor(runtime().create(new RuntimeBundle(container(withStdin(true, true), "stubborn"), rootfs())));
        FutureTask<Boolean> told = new FutureTask<>(() -> {
            for (int i = 0; i < MORE_THAN_A_PIPE_HOLDS; i++) {
                console().resize(WEB, new TerminalSize(1000, 1000));
            }
            return true;
        });
        Thread unused = Thread.ofPlatform().daemon().start(told);
        assertTrue(told.get(SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void aTerminalKnowsItsSize() throws Exception {
        ContainerRecord stty = container(
                withStdin(true, true), "sh", "-c", "read line; until stty size 2>/dev/null; do sleep 0.02; done");
        create(stty);
        try (AttachedStreams streams = console().attach(stty, StreamSelection.ALL)) {
            runtime().start(WEB);
            console().resize(WEB, new TerminalSize(40, 120));
            streams.stdin().write("\n".getBytes(StandardCharsets.UTF_8));
            String text = pumped(streams);
            assertTrue(text.contains("40 120"), text);
        }
    }

    @Test
    void aUserComesFromTheImage() throws Exception {
        ProcessSpec web = new ProcessSpec(
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.of("web"),
                Optional.of("/made/for/me"),
                false,
                false,
                false,
                false,
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        String text = output(container(web, "sh", "-c", "id -u; id -G; echo $HOME; pwd; cat /proc/self/status"));
        assertTrue(text.startsWith("1000\n1000 44\n/home/web\n/made/for/me\n"), text);
        assertTrue(text.contains("CapEff:\t0000000000000000\n"), text);
        assertTrue(text.contains("Seccomp:\t2\n"), text);
    }

    @Test
    void outputIsKeptInTheLog() throws Exception {
        run(container("sh", "-c", "echo out; echo err >&2"));
        assertEquals(0, exit().code());
        String log = Files.readString(module.paths().log(WEB));
        assertTrue(log.contains(" stdout F out\n"), log);
        assertTrue(log.contains(" stderr F err\n"), log);
    }
}
