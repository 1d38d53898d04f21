package io.helipod.adapters.oci.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helipod.core.container.ProcessSpec;
import io.helipod.core.container.Rlimit;
import io.helipod.core.exec.ExecSpec;
import io.helipod.core.stream.StreamSelection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecProcessTest {
    private static final ProcessSpec CONTAINER = new ProcessSpec(
            Optional.empty(),
            Optional.empty(),
            Map.of("HOME", "/told", "A", "container"),
            Optional.empty(),
            Optional.of("1000"),
            Optional.of("/work"),
            false,
            true,
            true,
            true,
            List.of("media"),
            Map.of("nofile", new Rlimit(1, 2)),
            Optional.of("0077"),
            Optional.of(5));

    private static ExecSpec exec(Optional<String> user, boolean terminal, Map<String, String> env) {
        return new ExecSpec(
                List.of("ls"),
                env,
                user,
                Optional.empty(),
                terminal,
                false,
                new StreamSelection(false, true, true),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void whatASessionDoesNotSayIsTheContainers() {
        ProcessSpec process = ExecProcess.of(CONTAINER, exec(Optional.empty(), false, Map.of("A", "mine")));
        assertEquals(Map.of("HOME", "/told", "A", "mine"), process.env());
        assertEquals(Optional.of("1000"), process.user());
        assertEquals(Optional.of("/work"), process.workingDir());
        assertEquals(List.of("media"), process.groups());
        assertEquals(CONTAINER.rlimits(), process.rlimits());
        assertEquals(Optional.of("0077"), process.umask());
        assertEquals(Optional.of(5), process.oomScoreAdj());
    }

    /** As Docker: a home that was asked for is every user's; without one it is the user's own. */
    @Test
    void anotherUserHasTheFurtherGroupsAndTheEnvironmentOfTheContainer() {
        ProcessSpec process = ExecProcess.of(CONTAINER, exec(Optional.of("web"), false, Map.of()));
        assertEquals(Optional.of("web"), process.user());
        assertEquals(List.of("media"), process.groups());
        assertEquals("/told", process.env().get("HOME"));
    }

    @Test
    void aTerminalIsToldItsKindUnlessSomebodyDid() {
        assertEquals(
                "xterm",
                ExecProcess.of(CONTAINER, exec(Optional.empty(), true, Map.of()))
                        .env()
                        .get("TERM"));
        assertEquals(
                "vt100",
                ExecProcess.of(CONTAINER, exec(Optional.empty(), true, Map.of("TERM", "vt100")))
                        .env()
                        .get("TERM"));
    }
}
