package io.helipod.adapters.oci.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.oci.OciConfig;
import io.helipod.adapters.oci.host.Cgroups;
import io.helipod.adapters.oci.host.ProcessCapabilities;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.Signal;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.exec.ExecSpec;
import io.helipod.core.spi.runtime.ContainerRuntime;
import io.helipod.core.spi.runtime.ExecRuntime;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.stream.TerminalSize;
import io.helipod.core.testing.ContainerRuntimeContract;
import io.helipod.core.testing.ExecRuntimeContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConmonExecsTest extends ExecRuntimeContract {
    @TempDir
    static Path image;

    @TempDir
    static Path folder;

    private static final int STOP = 19;

    private RuntimeModule module = opened();

    @BeforeAll
    static void fill() throws IOException {
        RealRuntime.required();
        RealRuntime.fill(image);
    }

    private static RuntimeModule opened() {
        return new RuntimeModule(OciConfig.of(folder.resolve("state"), folder.resolve("run")), Cgroups.read());
    }

    @Override
    @BeforeEach
    protected void runContainer() {
        super.runContainer();
    }

    @AfterEach
    void leaveNoProcess() throws Exception {
        containers().delete(WEB);
        await(() -> ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()))
                .noneMatch(process -> ProcessRef.find(process.pid()).isPresent()));
        module.close();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "waited in vain");
            Thread.sleep(5);
        }
    }

    @Override
    protected ContainerRuntime containers() {
        return module.runtime();
    }

    @Override
    protected ExecRuntime execs() {
        return module.execs();
    }

    @Override
    protected Path rootfs() {
        return image;
    }

    private static ExecSpec spec(boolean terminal, boolean stdin, String... command) {
        return new ExecSpec(
                List.of(command),
                Map.of("MINE", "a b"),
                Optional.empty(),
                Optional.empty(),
                terminal,
                false,
                new StreamSelection(stdin, true, true),
                Optional.empty(),
                Optional.empty());
    }

    private static ExecSpec as(Optional<String> user, Optional<String> folder, boolean privileged, String... command) {
        return new ExecSpec(
                List.of(command),
                Map.of(),
                user,
                folder,
                false,
                privileged,
                new StreamSelection(false, true, true),
                Optional.empty(),
                Optional.empty());
    }

    private String output(ExecSpec spec) throws IOException {
        try (AttachedStreams streams = start(session(spec))) {
            return ContainerRuntimeContract.pumped(streams);
        }
    }

    @Test
    void theEndOfAClientsInputIsTheEndOfTheSessions() throws Exception {
        ExecSession cat = session(spec(false, true, "cat"));
        try (AttachedStreams streams = start(cat)) {
            streams.stdin().write("typed".getBytes(StandardCharsets.US_ASCII));
            streams.stdin().close();
            assertEquals("typed", ContainerRuntimeContract.pumped(streams));
        }
        assertEquals(0, exit(cat).code());
    }

    @Test
    void withoutAClientTheInputIsEmpty() throws Exception {
        ExecSession cat = session(spec(false, true, "cat"));
        var unused = startDetached(cat);
        assertEquals(0, exit(cat).code());
    }

    @Test
    void sessionsWhoseMonitorsHangEndTogether() throws Exception {
        for (int i = 0; i < 4; i++) {
            ExecSession stubborn = session(ExecSpec.of("stubborn"));
            var unused = startDetached(stubborn);
            Path pid = module.paths().exec(WEB, stubborn.id()).resolve("conmon.pid");
            ProcessRef.find(Long.parseLong(Files.readString(pid).strip()))
                    .orElseThrow()
                    .signal(STOP);
        }
        long begun = System.nanoTime();
        containers().delete(WEB);
        // a monitor has two seconds for its last words
        assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(7));
    }

    @Test
    void withoutStdinTheInputIsEmpty() throws Exception {
        assertEquals("", output(spec(false, false, "cat")));
    }

    @Test
    void outputThatIsNotWantedIsDropped() throws Exception {
        ExecSpec both = spec(false, false, "sh", "-c", "echo out; echo err >&2");
        assertTrue(output(both).contains("out\n") && output(both).contains("err\n"));
        ExecSpec errors = new ExecSpec(
                both.command(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                false,
                new StreamSelection(false, false, true),
                Optional.empty(),
                Optional.empty());
        assertEquals("err\n", output(errors));
    }

    @Test
    void aSessionHasTheContainersEnvironmentAndItsOwn() throws Exception {
        String text = output(spec(false, false, "env"));
        assertTrue(text.contains("WHERE=container\n"), text);
        assertTrue(text.contains("MINE=a b\n"), text);
        assertFalse(text.contains("TERM="), text);
    }

    @Test
    void aTerminalKnowsItsSizeFromTheStart() throws Exception {
        ExecSession stty = session(spec(true, true, "sh", "-c", "stty size; echo $TERM"));
        try (AttachedStreams streams = execs().start(container(), stty, true, Optional.of(new TerminalSize(40, 120)))
                .streams()
                .orElseThrow()) {
            assertEquals("40 120\r\nxterm\r\n", ContainerRuntimeContract.pumped(streams));
        }
    }

    @Test
    void aTerminalCanBeResized() throws Exception {
        ExecSession stty = session(
                spec(true, true, "sh", "-c", "while [ \"$(stty size)\" != '50 90' ]; do sleep 0.02; done; echo so"));
        try (AttachedStreams streams = start(stty)) {
            execs().resize(WEB, stty.id(), new TerminalSize(50, 90));
            assertTrue(ContainerRuntimeContract.pumped(streams).contains("so"));
        }
    }

    @Test
    void aUserIsLookedUpInTheContainer() throws Exception {
        String text = output(as(
                Optional.of("web"),
                Optional.of("/tmp"),
                false,
                "sh",
                "-c",
                "id -u; id -G; echo $HOME; pwd; cat /proc/self/status"));
        assertTrue(text.startsWith("1000\n1000 44\n/home/web\n/tmp\n"), text);
        assertTrue(text.contains("CapEff:\t0000000000000000\n"), text);
        ExecSession unknown = session(as(Optional.of("nobody"), Optional.empty(), false, "true"));
        InvalidArgument refusal = assertThrows(InvalidArgument.class, () -> start(unknown));
        assertTrue(refusal.message().contains("unable to find user nobody"), refusal.message());
        assertFalse(execs().known(WEB).contains(unknown.id()));
    }

    @Test
    void aPrivilegedSessionHoldsEverythingTheEngineMayGrant() throws Exception {
        String text = output(as(Optional.empty(), Optional.empty(), true, "cat", "/proc/self/status"));
        assertTrue(text.contains("CapEff:\t%016x\n".formatted(ProcessCapabilities.bounding())), text);
    }

    @Test
    void aPrivilegedSessionOfAnotherUserHoldsNothingButMayGet() throws Exception {
        String text = output(as(Optional.of("web"), Optional.empty(), true, "cat", "/proc/self/status"));
        assertTrue(text.contains("CapEff:\t0000000000000000\n"), text);
        assertTrue(text.contains("CapBnd:\t%016x\n".formatted(ProcessCapabilities.bounding())), text);
    }

    @Test
    void aHostilePasswdFileLeadsNowhere() throws Exception {
        assertEquals(
                "",
                output(as(
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        "sh",
                        "-c",
                        "busybox mv /etc/passwd /etc/kept; busybox mkfifo /etc/passwd")));
        try {
            assertThrows(
                    InvalidArgument.class,
                    () -> start(session(as(Optional.of("web"), Optional.empty(), false, "true"))));
        } finally {
            Files.move(image.resolve("etc/kept"), image.resolve("etc/passwd"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void theProcessDocumentIsGoneOnceTheProcessRuns() throws Exception {
        ExecSession stubborn = session(ExecSpec.of("stubborn"));
        var unused = startDetached(stubborn);
        Path own = module.paths().exec(WEB, stubborn.id());
        assertTrue(Files.exists(own.resolve("started")));
        assertFalse(Files.exists(own.resolve("process.json")));
    }

    @Test
    void aLaterEngineFindsASessionAndItsEnd() throws Exception {
        ExecSession stubborn = session(ExecSpec.of("stubborn"));
        long pid = startDetached(stubborn).pid();
        ExecSession quick = session(ExecSpec.of("hello"));
        var unused = startDetached(quick);
        Path end = module.paths().exec(WEB, quick.id()).resolve(WEB.value());
        module.close();
        await(() -> Files.exists(end));
        module = opened();
        assertEquals(3, exit(quick).code());
        assertEquals(Optional.of(pid), execs().pid(WEB, stubborn.id()));
        var later = execs().exit(WEB, stubborn.id());
        assertFalse(later.isDone());
        execs().signal(WEB, stubborn.id(), Signal.KILL);
        assertEquals(137, later.get(SECONDS, TimeUnit.SECONDS).code());
    }

    @Test
    void whenTheMonitorDiesTheEndIsToldOnceTheProcessIsGone() throws Exception {
        ExecSession stubborn = session(ExecSpec.of("stubborn"));
        var unused = startDetached(stubborn);
        Path own = module.paths().exec(WEB, stubborn.id());
        long monitor =
                Long.parseLong(Files.readString(own.resolve("conmon.pid")).strip());
        var end = execs().exit(WEB, stubborn.id());
        assertTrue(ProcessHandle.of(monitor).orElseThrow().destroyForcibly());
        execs().signal(WEB, stubborn.id(), Signal.KILL);
        assertEquals(137, end.get(SECONDS, TimeUnit.SECONDS).code());
    }

    @Test
    void aContainerThatIsGoneTakesNoSession() {
        containers().delete(WEB);
        assertThrows(RuntimeFailed.class, () -> start(session(ExecSpec.of("hello"))));
        assertFalse(Files.exists(module.paths().bundle(WEB)));
        run(ContainerSpec.of("image"));
    }
}
