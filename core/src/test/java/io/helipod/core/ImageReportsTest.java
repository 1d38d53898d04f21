package io.helipod.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.HistoryEntry;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageLayer;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.image.ImageReports;
import io.helipod.core.image.ImageStep;
import io.helipod.core.image.LayerChange;
import io.helipod.core.image.LayerTree;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.testing.InMemoryContentStore;
import io.helipod.core.testing.TestEngine;
import io.helipod.core.testing.TestTar;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of images, on fakes. */
class ImageReportsTest {
    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);
    private final TestEngine engine = new TestEngine();
    private final ImageReports reports = engine.api().reports();

    @AfterEach
    void close() {
        engine.close();
    }

    private static NameOrId ref(String text) {
        return new NameOrId(text);
    }

    private static Digest digest(String text) {
        return InMemoryContentStore.digestOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static HistoryEntry step(String by, boolean empty) {
        return new HistoryEntry(Optional.of(TIME), by, "", "", empty);
    }

    /** An image whose layers are as large as their names are long; each step that begins with - makes none. */
    private ImageRecord image(String name, List<String> layers, String... steps) {
        List<HistoryEntry> history = new ArrayList<>();
        for (String one : steps) {
            history.add(step(one, one.startsWith("-")));
        }
        List<ImageLayer> stored = layers.stream()
                .map(layer -> new ImageLayer(new Descriptor("tar", digest(layer), 1), digest(layer), layer.length()))
                .toList();
        List<Digest> diffIds = stored.stream().map(ImageLayer::diffId).toList();
        ImageRecord image = new ImageRecord(
                new ImageId(digest(name).hex()),
                new Descriptor("manifest", digest(name + "m"), 1),
                List.of("docker.io/library/" + name + ":latest"),
                List.of(),
                TIME,
                new ImageDocument(
                        Optional.of(TIME), "", "", TestEngine.PLATFORM, "", ImageConfig.EMPTY, diffIds, history),
                stored);
        engine.records.commit(List.of(new Change.SaveImage(image)), List.of());
        return image;
    }

    @Test
    void historyTellsTheLastStepFirstAndSizesWhereThereAreLayers() {
        ImageRecord image = image("x", List.of("a", "bb"), "one", "-env", "two", "-cmd");
        List<ImageStep> steps = reports.history(ref("x")).steps();
        assertEquals(
                List.of("-cmd", "two", "-env", "one"),
                steps.stream().map(step -> step.entry().createdBy()).toList());
        assertEquals(
                List.of(0L, 2L, 0L, 1L), steps.stream().map(ImageStep::size).toList());
        assertEquals(Optional.of(image.id()), steps.getFirst().image());
        assertEquals(image.names(), steps.getFirst().tags());
        assertEquals(Optional.empty(), steps.get(1).image());
        assertEquals(List.of(), steps.get(2).tags());
    }

    @Test
    void historyNamesTheImagesItWasMadeFrom() {
        ImageRecord base = image("base", List.of("a"), "one");
        ImageRecord child = image("child", List.of("a", "b"), "one", "two");
        List<ImageStep> steps = reports.history(ref("child")).steps();
        assertEquals(
                List.of(Optional.of(child.id()), Optional.of(base.id())),
                steps.stream().map(ImageStep::image).toList());
        assertEquals(base.names(), steps.getLast().tags());
    }

    @Test
    void historyShowsNewNamesAndTakesWhateverAConfigSays() {
        image("x", List.of("a"), "one", "two", "three");
        assertEquals(
                List.of(1L, 0L, 0L),
                reports.history(ref("x")).steps().stream().map(ImageStep::size).toList());
        engine.api().images().tag(ref("x"), ImageReference.parse("y", Home.LOCAL));
        assertEquals(
                List.of("docker.io/library/x:latest", "localhost/y:latest"),
                reports.history(ref("x")).steps().getFirst().tags());
        image("none", List.of("a"));
        assertEquals(List.of(), reports.history(ref("none")).steps());
        assertThrows(NotFound.class, () -> reports.history(ref("nope")));
    }

    @Test
    void treesGoDownToTheBaseOrUpToWhatWasMadeFromIt() {
        ImageRecord base = image("base", List.of("a"));
        image("left", List.of("a", "bb"));
        image("right", List.of("a", "ccc", "dddd"));
        image("other", List.of("e", "bb"));
        LayerTree down = reports.tree(ref("right"), false);
        assertEquals(digest("a"), down.layers().getFirst().diffId());
        assertEquals(base.names(), down.layers().getFirst().topOf());
        LayerTree.Node second = down.layers().getFirst().above().getFirst();
        assertEquals(3, second.size());
        assertEquals(List.of(), second.topOf());
        assertEquals(4, second.above().getFirst().size());
        LayerTree up = reports.tree(ref("base"), true);
        assertEquals(2, up.layers().getFirst().above().size());
        assertEquals(
                List.of(), reports.tree(ref("left"), true).layers().getFirst().above());
        assertThrows(NotFound.class, () -> reports.tree(ref("nope"), false));
    }

    /** An image whose layers are these archives. */
    private void tars(String name, byte[]... layers) {
        List<ImageLayer> stored = new ArrayList<>();
        for (byte[] layer : layers) {
            engine.content.corrupt(Digest.ofBytes(layer), layer);
            stored.add(new ImageLayer(
                    new Descriptor("tar", Digest.ofBytes(layer), layer.length), Digest.ofBytes(layer), 1));
        }
        ImageRecord plain = image(name, List.of());
        engine.records.commit(
                List.of(new Change.SaveImage(new ImageRecord(
                        plain.id(), plain.manifest(), plain.names(), List.of(), TIME, plain.document(), stored))),
                List.of());
    }

    @Test
    void imagesAreComparedWithWhatIsBelowTheirLastLayerOrWithAnother() {
        byte[] one = new TestTar().file("one", "1").bytes();
        byte[] two = new TestTar().file("two", "2").file("proc", "").bytes();
        tars("x", one, two);
        tars("y", two);
        assertEquals(
                List.of(new LayerChange("/two", LayerChange.Kind.ADDED)), reports.changes(ref("x"), Optional.empty()));
        assertEquals(
                List.of(new LayerChange("/one", LayerChange.Kind.ADDED)),
                reports.changes(ref("x"), Optional.of(ref("y"))));
        image("none", List.of());
        assertEquals(List.of(), reports.changes(ref("none"), Optional.empty()));
        assertThrows(NotFound.class, () -> reports.changes(ref("x"), Optional.of(ref("nope"))));
        assertThrows(NotFound.class, () -> reports.changes(ref("nope"), Optional.empty()));
    }

    @Test
    void namesAreResolvedWithATag() {
        assertEquals(
                List.of("docker.io/library/x:latest"),
                reports.resolve("x").stream().map(ImageReference::toString).toList());
        assertThrows(InvalidArgument.class, () -> reports.resolve("no/CAPITALS"));
    }
}
