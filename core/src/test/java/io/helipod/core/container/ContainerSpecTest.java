package io.helipod.core.container;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerSpecTest {
    @Test
    void anotherCommandLeavesTheRestOfTheProcessAsItIs() {
        ProcessSpec process = new ProcessSpec(
                Optional.of(List.of("/entry")),
                Optional.of(List.of("old")),
                Map.of("A", "b"),
                Optional.empty(),
                Optional.of("1000"),
                Optional.of("/work"),
                true,
                true,
                true,
                true,
                List.of("wheel"),
                Map.of("nofile", new Rlimit(1, 2)),
                Optional.of("0022"),
                Optional.of(5));
        ContainerSpec spec = ContainerSpec.of("box").withName("one").withProcess(process);

        ContainerSpec changed = spec.withCommand("new", "words");

        assertEquals(Optional.of(List.of("new", "words")), changed.process().command());
        assertEquals(
                spec,
                changed.withProcess(changed.process().withCommand(List.of("old")))
                        .withProcess(process));
        assertEquals(process, changed.process().withCommand(List.of("old")));
    }
}
