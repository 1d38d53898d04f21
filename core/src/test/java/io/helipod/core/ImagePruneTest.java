package io.helipod.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.container.ContainerSpec;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.InvalidFilter;
import io.helipod.core.filter.Filters;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.PruneRequest;
import io.helipod.core.image.PrunedImage;
import io.helipod.core.system.DiskUsage;
import io.helipod.core.testing.TestEngine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pruning and what is stored, on fakes; two images share a layer of five bytes. */
class ImagePruneTest {
    private final TestEngine engine = new TestEngine();

    @BeforeEach
    void load() {
        load("docker.io/library/x:1", "share", "aa");
        load("docker.io/library/y:1", "share", "bbb");
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private void load(String... lines) {
        engine.api()
                .archives()
                .load(new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
    }

    private List<PrunedImage> prune(boolean all, Map<String, List<String>> filters) {
        return engine.api().images().prune(new PruneRequest(all, new Filters(filters)));
    }

    private ImageRecord image(String name) {
        return engine.api().images().inspect(new NameOrId(name));
    }

    @Test
    void onlyWhatHasNoNameGoesUnlessAllIsSaid() {
        assertEquals(List.of(), prune(false, Map.of()));
        ImageRecord x = image("x:1");
        engine.api().images().untag(new NameOrId("x:1"), Optional.empty());
        List<PrunedImage> pruned = prune(false, Map.of());
        assertEquals(
                List.of(x.id()), pruned.stream().map(one -> one.image().id()).toList());
        assertEquals(2, pruned.getFirst().freed());
        assertEquals("image remove", engine.records.told().getLast());
        assertEquals(2, engine.layers.layers().size());
        assertEquals(1, engine.records.images().list().size());
    }

    @Test
    void allFreesEverything() {
        List<PrunedImage> pruned = prune(true, Map.of());
        assertEquals(10, pruned.stream().mapToLong(PrunedImage::freed).sum());
        assertEquals(List.of(), engine.content.list());
        assertEquals(List.of(), engine.layers.layers());
        assertEquals(List.of(), prune(true, Map.of()));
    }

    @Test
    void whatAContainerUsesStays() {
        engine.api().containers().create(ContainerSpec.of("x:1").withCommand("true"));
        engine.api().images().untag(new NameOrId("x:1"), Optional.empty());
        assertEquals(
                List.of("docker.io/library/y:1"),
                prune(true, Map.of()).getFirst().image().names());
        assertEquals(1, engine.records.images().list().size());
    }

    @Test
    void filtersKeepWhatTheyDoNotLetThrough() {
        ImageRecord labelled = engine.image("docker.io/library/z:1");
        assertEquals(List.of(), prune(true, Map.of("until", List.of("1h"))));
        assertEquals(
                labelled.id(),
                prune(true, Map.of("label", List.of("from=image")))
                        .getFirst()
                        .image()
                        .id());
        assertEquals(List.of(), prune(true, Map.of("label", List.of("from"))));
        engine.pass(Duration.ofHours(2));
        assertEquals(
                2,
                prune(true, Map.of("until", List.of("1h"), "label!", List.of("from")))
                        .size());
        assertThrows(InvalidFilter.class, () -> prune(true, Map.of("nosuch", List.of("x"))));
        assertThrows(InvalidArgument.class, () -> prune(true, Map.of("until", List.of("yesterday"))));
    }

    @Test
    void usageCountsASharedLayerOnce() {
        var container = engine.api().containers().create(ContainerSpec.of("x:1").withCommand("true"));
        engine.layers.write(container.id(), 7);
        DiskUsage usage = engine.api().maintenance().diskUsage(true);
        assertEquals(10, usage.layers());
        DiskUsage.ImageUsage x = usage.images().stream()
                .filter(one -> one.image().names().contains("docker.io/library/x:1"))
                .findFirst()
                .orElseThrow();
        assertEquals(5, x.shared());
        assertEquals(2, x.unique());
        assertEquals(1, x.containers());
        assertEquals(7, usage.containers().getFirst().written());
        assertEquals(7, usage.containers().getFirst().image());
        assertEquals(List.of(), engine.api().maintenance().diskUsage(false).containers());
    }
}
