package io.helipod.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.ContainerStatus;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.CommitRequest;
import io.helipod.core.image.HistoryEntry;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageFormat;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.spi.runtime.RuntimeState;
import io.helipod.core.testing.TestEngine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images made of containers, on fakes. */
class CommitServiceTest {
    private final TestEngine engine = new TestEngine();
    private ImageRecord base;
    private ContainerId container;

    @BeforeEach
    void create() {
        engine.api()
                .archives()
                .load(new ByteArrayInputStream("docker.io/library/x:1\na\nb".getBytes(StandardCharsets.UTF_8)));
        base = engine.api().images().inspect(new NameOrId("x:1"));
        container = engine.api()
                .containers()
                .create(ContainerSpec.of("x:1").withName("c").withCommand("sleep", "1"))
                .id();
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static CommitRequest request(String target, boolean pause, boolean squash, String... changes) {
        return new CommitRequest(
                new NameOrId("c"),
                Optional.of(target).filter(text -> !text.isEmpty()).map(text -> ImageReference.parse(text, Home.LOCAL)),
                ImageFormat.DOCKER,
                "me",
                "why",
                ImageConfig.EMPTY,
                List.of(changes),
                pause,
                squash);
    }

    private ImageRecord commit(CommitRequest request) {
        ImageId id = engine.api().commits().commit(request, () -> {});
        return engine.api().images().inspect(new NameOrId(id.value()));
    }

    @Test
    void theChangesBecomeOneMoreLayer() {
        engine.layers.write(container, 5);
        ImageRecord image = commit(request("new", false, false));
        assertEquals(List.of("localhost/new:latest"), image.names());
        assertEquals(base.chain(), image.chain().subList(0, 2));
        assertEquals(3, image.layers().size());
        assertEquals(
                image.layers().getLast().blob().digest(),
                image.layers().getLast().diffId());
        assertTrue(image.layers().stream()
                .allMatch(layer -> layer.blob().mediaType().equals("lines/layer.docker")));
        assertTrue(engine.content.list().containsAll(image.blobs().toList()));
        assertTrue(engine.layers.has(image.chain()));
        assertTrue(engine.records.told().containsAll(List.of("container commit", "image tag")));
        engine.api()
                .containers()
                .create(ContainerSpec.of("new").withName("child").withCommand("true"));
    }

    @Test
    void aContainerThatChangedNothingAddsNoLayer() {
        ImageRecord image = commit(request("", false, false));
        assertEquals(base.chain(), image.chain());
        assertTrue(engine.records.told().contains("image create"));
    }

    @Test
    void squashedThereIsOneLayer() {
        engine.layers.write(container, 5);
        assertEquals(1, commit(request("new", false, true)).layers().size());
    }

    @Test
    void aRunningContainerIsFrozenOnlyWhileItIsReadAndOnlyIfAsked() {
        engine.layers.write(container, 5);
        engine.api().lifecycle().start(NameOrId.of(container));
        List<RuntimeState> seen = new ArrayList<>();
        engine.layers.duringCapture(id -> seen.add(engine.runtime.state(id)));
        commit(request("new", true, false));
        assertEquals(RuntimeState.RUNNING, engine.runtime.state(container));
        commit(request("new", false, false));
        engine.api().lifecycle().pause(NameOrId.of(container));
        commit(request("new", true, false));
        assertEquals(List.of(RuntimeState.PAUSED, RuntimeState.RUNNING, RuntimeState.PAUSED), seen);
        assertEquals(RuntimeState.PAUSED, engine.runtime.state(container));
        assertFalse(engine.records.told().contains("container unpause"));
    }

    @Test
    void aFailureWhileReadingLeavesNothingAndLetsTheContainerGoOn() {
        engine.api().lifecycle().start(NameOrId.of(container));
        int blobs = engine.content.list().size();
        engine.layers.duringCapture(id -> {
            throw new StorageFailed("no space left");
        });
        assertThrows(StorageFailed.class, () -> commit(request("new", true, false)));
        assertEquals(RuntimeState.RUNNING, engine.runtime.state(container));
        assertEquals(blobs, engine.content.list().size());
        assertEquals(2, engine.layers.layers().size());
        assertFalse(engine.api().images().exists(new NameOrId("new")));
    }

    @Test
    void aKillWhileItIsFrozenDoesNotKeepItFrozen() {
        engine.layers.write(container, 5);
        engine.api().lifecycle().start(NameOrId.of(container));
        List<TestEngine> later = new ArrayList<>();
        engine.layers.duringCapture(id -> later.add(engine.restarted()));
        commit(request("new", true, false));
        try (TestEngine next = later.getFirst()) {
            assertEquals(RuntimeState.RUNNING, next.runtime.state(container));
            assertEquals(
                    ContainerStatus.RUNNING,
                    next.api().containers().inspect(NameOrId.of(container)).status());
        }
    }

    @Test
    void whatCannotBeDoneIsRefusedBeforeAnythingIsRead() {
        engine.layers.duringCapture(id -> {
            throw new AssertionError("read");
        });
        Runnable never = () -> {
            throw new AssertionError("accepted");
        };
        assertThrows(
                InvalidArgument.class,
                () -> engine.api().commits().commit(request("new", true, false, "NONSENSE"), never));
        CommitRequest unknown = new CommitRequest(
                new NameOrId("nope"),
                Optional.empty(),
                ImageFormat.OCI,
                "",
                "",
                ImageConfig.EMPTY,
                List.of(),
                false,
                false);
        assertThrows(NotFound.class, () -> engine.api().commits().commit(unknown, never));
    }

    @Test
    void theImageOutlivesContainerAndBase() {
        engine.layers.write(container, 5);
        ImageRecord image = commit(request("new", false, false));
        engine.api().images().remove(new NameOrId("x:1"), true);
        assertFalse(engine.api().containers().exists(NameOrId.of(container)));
        assertTrue(engine.content.list().containsAll(image.blobs().toList()));
        assertEquals(3, engine.layers.layers().size());
        engine.api().images().remove(new NameOrId("new"), false);
        assertEquals(List.of(), engine.layers.layers());
        assertEquals(List.of(), engine.content.list());
    }

    @Test
    void historySaysWhoAndWhy() {
        engine.layers.write(container, 5);
        List<HistoryEntry> written = new ArrayList<>();
        engine.codec.onWrite(document -> {
            written.clear();
            written.addAll(document.history());
            assertEquals("why", document.comment());
            assertEquals("me", document.author());
        });
        commit(request("new", false, false));
        assertEquals("sleep 1", written.getLast().createdBy());
        assertEquals("why", written.getLast().comment());
        assertEquals("me", written.getLast().author());
        assertFalse(written.getLast().emptyLayer());
    }
}
