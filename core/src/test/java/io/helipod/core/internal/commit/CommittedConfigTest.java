package io.helipod.core.internal.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.LifecycleSpec;
import io.helipod.core.container.ProcessSpec;
import io.helipod.core.container.Signal;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.testing.TestEngine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommittedConfigTest {
    private static final ImageConfig IMAGE = new ImageConfig(
            "app",
            List.of("80/tcp"),
            List.of("A=image", "TERM=xterm"),
            Optional.of(List.of("/entry")),
            Optional.of(List.of("run")),
            List.of("/data"),
            "",
            Map.of("from", "image"),
            "INT");

    private static ImageConfig committed(ContainerSpec spec, ImageConfig image, ImageConfig override) {
        try (TestEngine engine = new TestEngine()) {
            engine.image(image, "docker.io/library/x:latest");
            ContainerId id = engine.api().containers().create(spec).id();
            ContainerRecord container = engine.api().containers().inspect(NameOrId.of(id));
            return new CommittedConfig(container, image).under(override);
        }
    }

    private static ImageConfig override(Optional<List<String>> entrypoint, Optional<List<String>> command) {
        return new ImageConfig(
                "bob",
                List.of("81/udp"),
                List.of("A=body", "B=body", "C"),
                entrypoint,
                command,
                List.of("/more"),
                "/w",
                Map.of("of", "body"),
                "QUIT");
    }

    private static ContainerSpec spec() {
        return ContainerSpec.of("x");
    }

    @Test
    void aContainerThatChangedNothingSaysWhatItsImageDoes() {
        ImageConfig all = committed(spec(), IMAGE, ImageConfig.EMPTY);
        assertEquals(
                new ImageConfig(
                        "app",
                        List.of("80/tcp"),
                        List.of(
                                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                                "A=image",
                                "TERM=xterm"),
                        IMAGE.entrypoint(),
                        IMAGE.command(),
                        List.of("/data"),
                        "",
                        Map.of("from", "image"),
                        "INT"),
                new ImageConfig(
                        all.user(),
                        all.exposedPorts(),
                        List.of(all.env().get(0), "A=image", "TERM=xterm"),
                        all.entrypoint(),
                        all.command(),
                        all.volumes(),
                        all.workingDir(),
                        all.labels(),
                        all.stopSignal()));
        assertEquals(
                List.of(),
                all.env().stream()
                        .filter(entry -> entry.startsWith("HOSTNAME=") || entry.startsWith("container="))
                        .toList());
    }

    @Test
    void whatTheContainerSaysWins() {
        ContainerSpec spec = spec().withCommand("other")
                .withLifecycle(new LifecycleSpec(Optional.of(new Signal(10)), Optional.empty(), false));
        assertEquals(
                Optional.of(List.of("other")),
                committed(spec, IMAGE, ImageConfig.EMPTY).command());
        assertEquals("SIGUSR1", committed(spec, IMAGE, ImageConfig.EMPTY).stopSignal());
    }

    @Test
    void theBodyWinsAndAdds() {
        ImageConfig all = committed(spec(), IMAGE, override(Optional.empty(), Optional.of(List.of("burn"))));
        assertEquals("bob", all.user());
        assertEquals(List.of("80/tcp", "81/udp"), all.exposedPorts());
        assertEquals(
                List.of("A=body", "TERM=xterm", "B=body", "C="),
                all.env().subList(all.env().indexOf("A=body"), all.env().size()));
        assertEquals(Optional.of(List.of("/entry")), all.entrypoint());
        assertEquals(Optional.of(List.of("burn")), all.command());
        assertEquals(List.of("/data", "/more"), all.volumes());
        assertEquals("/w", all.workingDir());
        assertEquals(Map.of("from", "image", "of", "body"), all.labels());
        assertEquals("QUIT", all.stopSignal());
    }

    @Test
    void anEntrypointOfTheBodysLeavesTheCommandBehind() {
        ImageConfig all = committed(spec(), IMAGE, override(Optional.of(List.of("/crash")), Optional.empty()));
        assertEquals(Optional.of(List.of("/crash")), all.entrypoint());
        assertEquals(Optional.empty(), all.command());
    }

    @Test
    void theTerminalsNameIsTheContainersOnly() {
        ImageConfig plain = new ImageConfig(
                "", List.of(), List.of(), Optional.empty(), Optional.of(List.of("run")), List.of(), "", Map.of(), "");
        ProcessSpec tty = new ProcessSpec(
                Optional.empty(),
                Optional.empty(),
                Map.of("MINE", "1"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                true,
                false,
                false,
                List.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty());
        ImageConfig all = committed(spec().withProcess(tty), plain, ImageConfig.EMPTY);
        assertEquals(List.of("MINE=1"), all.env().subList(1, all.env().size()));
        assertEquals("", all.stopSignal());
        assertEquals("", all.workingDir());
    }
}
