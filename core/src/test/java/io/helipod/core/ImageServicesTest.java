package io.helipod.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.ContainerSpec;
import io.helipod.core.error.EngineException.InUse;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.InvalidFilter;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.filter.Filters;
import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageLayer;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.image.ImportRequest;
import io.helipod.core.image.ManifestDocument;
import io.helipod.core.testing.LineCodec;
import io.helipod.core.testing.TestEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images through the driving ports, on fakes. */
class ImageServicesTest {
    private final TestEngine engine = new TestEngine();

    @AfterEach
    void close() {
        engine.close();
    }

    private static InputStream archive(String... lines) {
        return new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private static NameOrId ref(String text) {
        return new NameOrId(text);
    }

    @Test
    void loadStoresAnImageWithItsBlobsAndLayers() {
        assertEquals(
                List.of("docker.io/library/x:1"),
                engine.api().archives().load(archive("docker.io/library/x:1", "a", "b")));
        ImageRecord image = engine.api().images().inspect(ref("x:1"));
        assertEquals(2, image.layers().size());
        assertEquals(4, engine.content.list().size());
        assertEquals(List.of("image loadfromarchive"), engine.records.told());
    }

    @Test
    void layersThatNoTypeOfLayerHasAWordForAreKeptUncompressed() {
        engine.api().archives().load(archive("docker.io/library/x:1", "BZha", "b", "BZha"));
        ImageRecord image = engine.api().images().inspect(ref("x:1"));
        Digest plain = digest("a");
        assertEquals(
                List.of(plain, digest("b"), plain),
                image.layers().stream().map(layer -> layer.blob().digest()).toList());
        assertEquals(image.chain().getFirst(), plain);
        assertEquals(1, image.layers().getFirst().blob().size());
        assertTrue(new LineCodec().readManifest(bytes(image.manifest().digest()), "")
                        instanceof ManifestDocument.Image said
                && said.layers()
                        .equals(image.layers().stream().map(ImageLayer::blob).toList()));
        assertFalse(engine.content.list().contains(digest("BZha")));
    }

    private byte[] bytes(Digest blob) {
        try (InputStream in = engine.content.open(blob)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Digest digest(String text) {
        return Digest.ofBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFailedLoadLeavesNothingBehindButWhatOthersNeed() {
        engine.api().archives().load(archive("docker.io/library/x:1", "a"));
        int blobs = engine.content.list().size();
        assertThrows(
                InvalidArgument.class,
                () -> engine.api().archives().load(archive("docker.io/library/y:1", "a", "bad")));
        assertEquals(blobs, engine.content.list().size());
        assertEquals(1, engine.layers.layers().size());
        assertFalse(engine.api().images().exists(ref("y:1")));
    }

    @Test
    void loadingAgainOnlyAddsNames() {
        engine.api().archives().load(archive("docker.io/library/x:1", "a"));
        engine.api().archives().load(archive("docker.io/library/x:2", "a"));
        assertEquals(1, engine.api().images().list(Filters.NONE).size());
        assertEquals(
                List.of("docker.io/library/x:1", "docker.io/library/x:2"),
                engine.api().images().inspect(ref("x:1")).names());
    }

    @Test
    void importMakesAnImageOfOneLayer() {
        ImageId id = engine.api()
                .archives()
                .importRootfs(
                        new ImportRequest(
                                Optional.of(ImageReference.parse("new", Home.LOCAL)),
                                "from a test",
                                List.of(),
                                Optional.empty()),
                        archive("rootfs"));
        assertEquals(id, engine.api().images().inspect(ref("localhost/new")).id());
        assertEquals(id, engine.api().images().inspect(ref(id.shortened())).id());
    }

    @Test
    void anUncompressedRootIsReadOnceMoreOnly() {
        ImageId unused = engine.api()
                .archives()
                .importRootfs(
                        new ImportRequest(Optional.empty(), "", List.of(), Optional.empty()),
                        new ByteArrayInputStream("rootfs".getBytes(StandardCharsets.UTF_8)));
        // how it is compressed, and to unpack it
        assertEquals(2, engine.content.opened(digest("rootfs")));
    }

    @Test
    void shortNamesAreFoundLocallyFirst() {
        ImageRecord hub = engine.image("docker.io/library/x:latest");
        assertEquals(hub.id(), engine.api().images().inspect(ref("x")).id());
        ImageRecord local = engine.image("localhost/x:latest");
        assertEquals(local.id(), engine.api().images().inspect(ref("x")).id());
        assertEquals(
                hub.id(),
                engine.api().images().inspect(ref("docker.io/library/x")).id());
        ImageRecord quay = engine.image("quay.io/a/y:latest");
        assertEquals(quay.id(), engine.api().images().inspect(ref("y")).id());
        assertEquals(
                quay.id(),
                engine.api()
                        .images()
                        .inspect(ref("quay.io/a/y@" + quay.manifest().digest()))
                        .id());
        assertThrows(NotFound.class, () -> engine.api().images().inspect(ref("UPPER/../x")));
    }

    @Test
    void aTagMovesFromOneImageToAnother() {
        ImageRecord one = engine.image("docker.io/library/one:latest");
        ImageRecord two = engine.image("docker.io/library/two:latest");
        engine.api().images().tag(ref("two"), ImageReference.parse("one", Home.DOCKER));
        assertEquals(two.id(), engine.api().images().inspect(ref("one")).id());
        assertEquals(
                List.of(), engine.api().images().inspect(ref(one.id().value())).names());
    }

    @Test
    void nobodyWaitsForTheRemovalOfAnImagesFiles() {
        engine.api().archives().load(archive("docker.io/library/x:1", "a"));
        engine.api().archives().load(archive("docker.io/library/y:1", "b"));
        engine.content.beforeDelete(digest -> {
            engine.content.beforeDelete(again -> {});
            CompletableFuture.runAsync(
                            () -> engine.api().images().tag(ref("y:1"), ImageReference.parse("z", Home.LOCAL)))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        });
        engine.api().images().remove(ref("x:1"), false);
        assertTrue(engine.api().images().exists(ref("localhost/z")));
        assertEquals(1, engine.layers.layers().size());
    }

    @Test
    void removeTakesNamesFirstAndTheImageWithTheLast() {
        ImageRecord image = engine.image("docker.io/library/one:latest", "docker.io/library/two:latest");
        assertThrows(
                InUse.class, () -> engine.api().images().remove(ref(image.id().value()), false));
        assertEquals(List.of(), engine.api().images().remove(ref("one"), false).deleted());
        assertEquals(
                List.of(image.id().value()),
                engine.api().images().remove(ref("two"), false).deleted());
        assertFalse(engine.api().images().exists(ref(image.id().value())));
        assertEquals(List.of(), engine.layers.layers());
    }

    @Test
    void anImageThatContainersUseStaysUnlessForced() {
        engine.image("docker.io/library/one:latest");
        engine.api().containers().create(ContainerSpec.of("one").withName("user"));
        assertThrows(InUse.class, () -> engine.api().images().remove(ref("one"), false));
        engine.api().images().remove(ref("one"), true);
        assertFalse(engine.api().containers().exists(ref("user")));
    }

    @Test
    void filtersSelect() {
        engine.image("docker.io/library/one:latest");
        engine.image("docker.io/library/two:1.0");
        assertEquals(1, list("reference", "one"));
        assertEquals(2, list("reference", "one", "two:1*"));
        assertEquals(0, list("dangling", "true"));
        assertEquals(1, list("before", "two:1.0"));
        assertEquals(2, list("label", "from=image"));
        assertEquals(0, list("label!", "from"));
        assertThrows(InvalidFilter.class, () -> list("nosuch", "x"));
    }

    @Test
    void filtersSelectByWhatImagesAreAndWhatUsesThem() {
        ImageRecord one = engine.image("docker.io/library/one:latest");
        ImageRecord two = engine.image("quay.io/a/two:1.0");
        engine.api().containers().create(ContainerSpec.of("one"));
        assertEquals(1, list("containers", "true"));
        assertEquals(1, list("containers", "false"));
        assertEquals(0, list("containers", "external"));
        assertEquals(1, list("since", "one"));
        assertEquals(0, list("after", "two:1.0"));
        assertEquals(1, list("id", one.id().shortened()));
        assertEquals(1, list("digest", two.manifest().digest().toString().substring(0, 20)));
        assertEquals(0, list("until", "1h"));
        engine.pass(java.time.Duration.ofHours(2));
        assertEquals(2, list("until", "1h"));
        for (String never : List.of("readonly", "intermediate", "manifest")) {
            assertEquals(0, list(never, "true"));
            assertEquals(2, list(never, "false"));
        }
        assertEquals(1, list("reference!", "two:1.0"));
        assertEquals(1, list("reference", "quay.io/a/*:1.0"));
        assertThrows(InvalidFilter.class, () -> list("dangling", "perhaps"));
        assertThrows(InvalidFilter.class, () -> list("digest", "md5:1"));
        assertThrows(InvalidArgument.class, () -> list("until", "yesterday"));
        assertThrows(NotFound.class, () -> list("before", "nope"));
    }

    private int list(String key, String... values) {
        return engine.api()
                .images()
                .list(new Filters(Map.of(key, List.of(values))))
                .size();
    }

    private String importedType(byte[] rootfs) {
        ImageId id = engine.api()
                .archives()
                .importRootfs(
                        new ImportRequest(Optional.empty(), "", List.of(), Optional.empty()),
                        new ByteArrayInputStream(rootfs));
        return engine.api()
                .images()
                .inspect(new NameOrId(id.value()))
                .layers()
                .getFirst()
                .blob()
                .mediaType();
    }

    @Test
    void anImportedLayerIsLabelledWithWhatItIsCompressedWith() {
        String plain = "application/vnd.oci.image.layer.v1.tar";
        assertEquals(plain, importedType("tar".getBytes(StandardCharsets.UTF_8)));
        assertEquals(plain + "+zstd", importedType(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0}));
        // the fake does not decompress these; the store does, and what is kept of them is plain
        assertEquals(plain, importedType("BZh91".getBytes(StandardCharsets.UTF_8)));
    }
}
