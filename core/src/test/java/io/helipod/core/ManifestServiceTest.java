package io.helipod.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.ContainerSpec;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NameTaken;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageIndex;
import io.helipod.core.image.ImageIndex.Instance;
import io.helipod.core.image.ImageIndex.Target;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.image.IndexEdit;
import io.helipod.core.image.Manifests;
import io.helipod.core.image.TransferListener;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.testing.InMemoryRegistry;
import io.helipod.core.testing.LineCodec;
import io.helipod.core.testing.TestEngine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Manifest lists, on fakes. */
class ManifestServiceTest {
    private static final RegistryAccess ACCESS = RegistryAccess.DEFAULT;
    private static final String REPOSITORY = "reg.example/team/app";
    private final TestEngine engine = new TestEngine();
    private final Manifests manifests = engine.api().manifests();
    private ImageRecord image;

    @BeforeEach
    void load() {
        engine.api()
                .archives()
                .load(new ByteArrayInputStream("docker.io/library/x:1\na\nb".getBytes(StandardCharsets.UTF_8)));
        image = engine.api().images().inspect(ref("x:1"));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private static NameOrId ref(String text) {
        return new NameOrId(text);
    }

    private static ImageReference name(String text) {
        return ImageReference.parse(text, Home.LOCAL);
    }

    private ImageId create(String name, String... images) {
        return manifests.create(name(name), List.of(images), false, false, IndexEdit.NONE);
    }

    private List<Instance> instances(String list) {
        return manifests.inspect(ref(list), ACCESS).instances();
    }

    private ImageId add(String list, String image, boolean all, IndexEdit edit) {
        return manifests.add(ref(list), List.of(image), all, edit, ACCESS);
    }

    private static IndexEdit annotations(String key, String value) {
        return new IndexEdit(Target.UNKNOWN, Map.of(key, value), Map.of(), Optional.empty());
    }

    private Descriptor remoteIndex(String tag) {
        Descriptor amd = engine.registry.image(REPOSITORY, "", "", "one");
        Descriptor arm = engine.registry.image(REPOSITORY, "", "linux/arm64", "two");
        String lines = LineCodec.entry(amd, "linux/amd64") + LineCodec.entry(arm, "linux/arm64");
        return engine.registry.manifest(REPOSITORY, tag, LineCodec.INDEX, lines.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aListIsAnImageNameOfItsOwn() {
        ImageId id = create("list");
        assertTrue(manifests.exists(ref("list")));
        assertTrue(manifests.exists(ref(id.value())));
        assertFalse(manifests.exists(ref("x:1")));
        assertFalse(manifests.exists(ref("nope")));
        assertEquals(List.of(), instances("list"));
        assertThrows(NameTaken.class, () -> create("list"));
        assertThrows(NameTaken.class, () -> create("docker.io/library/x:1"));
        assertThrows(
                NameTaken.class,
                () -> manifests.create(name("docker.io/library/x:1"), List.of(), false, true, IndexEdit.NONE));
        engine.api().images().tag(ref("list"), name("other"));
        assertTrue(manifests.exists(ref("other")));
    }

    @Test
    void imagesThatAreHereAreAddedAndTakenOut() {
        ImageId id = create("list");
        assertEquals(id, add("list", "containers-storage:x:1", false, annotations("a", "b")));
        assertEquals(id, add(id.value(), "x:1", false, annotations("c", "d")));
        Instance one = instances("list").getFirst();
        assertEquals(1, instances("list").size());
        assertEquals(image.manifest(), one.manifest());
        assertEquals("amd64", one.platform().architecture());
        assertEquals(Map.of("c", "d"), one.annotations());
        assertEquals(id, manifests.removeInstance(ref("list"), image.manifest().digest()));
        assertEquals(List.of(), instances("list"));
        assertThrows(
                InvalidArgument.class,
                () -> manifests.removeInstance(ref("list"), image.manifest().digest()));
        assertThrows(InvalidArgument.class, () -> add("list", "oci-archive://x", false, IndexEdit.NONE));
        assertThrows(NotFound.class, () -> add("list", "containers-storage:nope", false, IndexEdit.NONE));
        assertThrows(NotFound.class, () -> add("x:1", "x:1", false, IndexEdit.NONE));
        assertThrows(NotFound.class, () -> add("nope", "x:1", false, IndexEdit.NONE));
    }

    @Test
    void whatIsSaidOfAnInstanceAndOfTheListIsKeptApart() {
        create("list", "x:1");
        Target arm = new Target("linux", "arm64", "v8", "", List.of(), List.of());
        manifests.annotate(ref("list"), "x:1", new IndexEdit(arm, Map.of("a", "b"), Map.of(), Optional.empty()));
        manifests.annotate(ref("list"), image.manifest().digest().toString(), annotations("c", "d"));
        manifests.annotate(ref("list"), IndexEdit.ofIndex(Map.of("of", "all")));
        ImageIndex list = manifests.inspect(ref("list"), ACCESS);
        assertEquals(Map.of("a", "b", "c", "d"), list.instances().getFirst().annotations());
        assertEquals("arm64", list.instances().getFirst().platform().architecture());
        assertEquals(Map.of("of", "all"), list.annotations());
        assertThrows(InvalidArgument.class, () -> manifests.annotate(ref("list"), annotations("a", "b")));
        assertThrows(
                InvalidArgument.class,
                () -> manifests.annotate(ref("list"), "x:1", IndexEdit.ofIndex(Map.of("of", "all"))));
        assertThrows(
                InvalidArgument.class,
                () -> manifests.annotate(ref("list"), "sha256:" + "0".repeat(64), annotations("a", "b")));
    }

    @Test
    void onlyTheLastBytesOfAListAreKept() {
        int blobs = engine.content.list().size();
        create("list");
        add("list", "x:1", false, IndexEdit.NONE);
        manifests.annotate(ref("list"), IndexEdit.ofIndex(Map.of("of", "all")));
        assertEquals(blobs + 1, engine.content.list().size());
        assertThrows(NotFound.class, () -> manifests.remove(ref("x:1")));
        assertEquals(1, manifests.remove(ref("list")).deleted().size());
        assertEquals(blobs, engine.content.list().size());
        assertFalse(manifests.exists(ref("list")));
        assertTrue(engine.api().images().exists(ref("x:1")));
    }

    @Test
    void imagesOfARegistryAreAddedOneOrAll() {
        remoteIndex("multi");
        engine.registry.image(REPOSITORY, "single", "linux/s390x", "three");
        create("list");
        add("list", "docker://" + REPOSITORY + ":multi", false, IndexEdit.NONE);
        assertEquals(
                List.of("amd64"),
                instances("list").stream()
                        .map(one -> one.platform().architecture())
                        .toList());
        add("list", REPOSITORY + ":multi", true, IndexEdit.NONE);
        add("list", REPOSITORY + ":single", false, IndexEdit.NONE);
        assertEquals(
                List.of("amd64", "arm64", "s390x"),
                instances("list").stream()
                        .map(one -> one.platform().architecture())
                        .toList());
        assertThrows(RegistryFailed.class, () -> add("list", REPOSITORY + ":nope", false, IndexEdit.NONE));
        assertEquals(
                2,
                manifests
                        .inspect(ref(REPOSITORY + ":multi"), ACCESS)
                        .instances()
                        .size());
        assertThrows(RegistryFailed.class, () -> manifests.inspect(ref(REPOSITORY + ":nope"), ACCESS));
    }

    @Test
    void aPushSendsTheImagesAndThenTheList() {
        remoteIndex("multi");
        create("list", "x:1");
        add("list", REPOSITORY + ":multi", true, IndexEdit.NONE);
        ImageReference target = ImageReference.parseFull("other.example/copy:1");
        Digest digest = manifests.push(ref("list"), target, true, ACCESS, TransferListener.NONE);
        assertEquals(
                digest, engine.registry.manifest(target, ACCESS).descriptor().digest());
        for (Instance one : instances("list")) {
            ImageReference instance = new ImageReference(
                    "other.example",
                    "copy",
                    Optional.empty(),
                    Optional.of(one.manifest().digest()));
            assertEquals(
                    one.manifest(), engine.registry.manifest(instance, ACCESS).descriptor());
        }
        assertTrue(engine.records.told().contains("image push"));
    }

    @Test
    void aPieceOfABlobIsFetchedWithoutWhatComesBeforeIt() {
        remoteIndex("multi");
        create("list");
        add("list", REPOSITORY + ":multi", true, IndexEdit.NONE);
        ImageReference target = ImageReference.parseFull("other.example/copy:1");
        Digest unused = manifests.push(ref("list"), target, true, ACCESS, TransferListener.NONE);
        assertTrue(
                engine.registry.asked().stream().anyMatch(line -> line.startsWith("blob ") && !line.endsWith(" 0")),
                "" + engine.registry.asked());
    }

    @Test
    void aPushDoesNotWaitForAClientThatDoesNotRead() {
        create("list", "x:1");
        CompletableFuture<Void> pushed = new CompletableFuture<>();
        engine.registry.interrupt(
                engine.records
                        .images()
                        .named("localhost/list:latest")
                        .orElseThrow()
                        .manifest()
                        .digest(),
                sent -> pushed.complete(null));
        Digest unused = manifests.push(
                ref("list"),
                ImageReference.parseFull("other.example/copy:1"),
                false,
                ACCESS,
                step -> pushed.orTimeout(10, TimeUnit.SECONDS).join());
        assertTrue(pushed.isDone());
    }

    @Test
    void nobodyWaitsWhileAListsFormerBytesAreRemoved() {
        create("list", "x:1");
        create("other");
        engine.content.beforeDelete(digest -> {
            engine.content.beforeDelete(again -> {});
            other(() -> manifests.annotate(ref("other"), IndexEdit.ofIndex(Map.of("a", "b"))));
            other(() -> engine.api().images().tag(ref("x:1"), name("tagged")));
        });
        Digest only = instances("list").getFirst().manifest().digest();
        ImageId unused = manifests.removeInstance(ref("list"), only);
        assertTrue(engine.api().images().exists(ref("tagged")));
    }

    private static void other(Runnable work) {
        CompletableFuture.runAsync(work).orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void aListWithoutItsImagesIsPushedAlone() {
        create("list", "x:1");
        int before = engine.registry.asked().size();
        manifests.push(
                ref("list"), ImageReference.parseFull("other.example/copy:1"), false, ACCESS, TransferListener.NONE);
        assertEquals(before + 1, engine.registry.asked().size());
    }

    @Test
    void whatIsNoLongerAnywhereCannotBePushed() {
        create("list", "x:1");
        engine.api().images().remove(ref("x:1"), true);
        assertThrows(
                InvalidArgument.class,
                () -> manifests.push(
                        ref("list"),
                        ImageReference.parseFull("other.example/copy:1"),
                        true,
                        ACCESS,
                        TransferListener.NONE));
        InMemoryRegistry none = engine.registry;
        assertEquals(List.of(), none.asked());
    }

    @Test
    void whereAnImageIsNeededAListIsTheOneForThisPlatform() {
        create("list", "x:1");
        assertEquals(image.id(), engine.api().images().inspect(ref("list")).id());
        engine.api().containers().create(ContainerSpec.of("list").withName("c").withCommand("true"));
        create("empty");
        assertThrows(NotFound.class, () -> engine.api().images().inspect(ref("empty")));
        assertThrows(
                NotFound.class,
                () -> engine.api().containers().create(ContainerSpec.of("empty").withCommand("true")));
    }

    @Test
    void aFailedCreationLeavesNothing() {
        int blobs = engine.content.list().size();
        assertThrows(RegistryFailed.class, () -> create("list", REPOSITORY + ":nope"));
        assertFalse(manifests.exists(ref("list")));
        assertEquals(blobs, engine.content.list().size());
    }

    @Test
    void amendingAddsToTheListThatIsThere() {
        ImageId id = create("list");
        assertEquals(id, manifests.create(name("list"), List.of("x:1"), false, true, IndexEdit.NONE));
        assertEquals(1, instances("list").size());
    }
}
