package io.helipod.core.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.Digest;
import io.helipod.core.image.LayerChange;
import io.helipod.core.image.LayerChange.Kind;
import io.helipod.core.spi.storage.LayerStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link LayerStore} does. Subclasses give a fresh, empty one. */
public abstract class LayerStoreContract {
    private static final byte[] ONE = new TarBuilder().file("one", "1").build();
    private static final byte[] TWO = new TarBuilder().file("two", "2").build();

    /** A container of these tests. */
    protected static final ContainerId WEB = new ContainerId("ab".repeat(32));

    /** The store under test; the same for one test. */
    protected abstract LayerStore layers();

    /** Has the prepared container write a file of so many bytes. */
    protected abstract void write(ContainerId container, int bytes);

    /** Unpacks an archive as the lowest layer. */
    protected static Digest unpack(LayerStore store, byte[] tar) {
        Digest diffId = TarBuilder.digest(tar);
        assertEquals(
                diffId,
                store.unpack(List.of(diffId), () -> new ByteArrayInputStream(tar))
                        .diffId());
        return diffId;
    }

    @Test
    void aLayerIsThereOnceItIsUnpacked() {
        Digest diffId = TarBuilder.digest(ONE);
        assertFalse(layers().has(List.of(diffId)));
        unpack(layers(), ONE);
        assertTrue(layers().has(List.of(diffId)));
        assertEquals(List.of(diffId), layers().layers());
    }

    @Test
    void unpackingAgainChangesNothing() {
        Digest diffId = unpack(layers(), ONE);
        unpack(layers(), ONE);
        assertEquals(List.of(diffId), layers().layers());
    }

    @Test
    void aLayerThatIsNotWhatItShouldBeIsRefusedAndNotKept() {
        Digest other = TarBuilder.digest(TWO);
        assertThrows(InvalidArgument.class, () -> layers().unpack(List.of(other), () -> new ByteArrayInputStream(ONE)));
        assertFalse(layers().has(List.of(other)));
        assertEquals(List.of(), layers().layers());
    }

    @Test
    void theDiffIdIsKnownWithoutStoringAnything() {
        assertEquals(TarBuilder.digest(ONE), layers().diffId(() -> new ByteArrayInputStream(ONE)));
        assertEquals(List.of(), layers().layers());
    }

    @Test
    void theSizeOfALayersTarIsKnownAndItsBytesCanBeReadAgain() throws IOException {
        Digest diffId = unpack(layers(), ONE);
        assertEquals(ONE.length, layers().tarSize(List.of(diffId), () -> new ByteArrayInputStream(ONE)));
        try (InputStream tar = layers().openTar(() -> new ByteArrayInputStream(ONE))) {
            assertArrayEquals(ONE, tar.readAllBytes());
        }
        List<Digest> missing = List.of(TarBuilder.digest(TWO));
        assertThrows(StorageFailed.class, () -> layers().tarSize(missing, () -> new ByteArrayInputStream(TWO)));
    }

    @Test
    void chainsAreComparedByWhatIsSeenOnTopOfThem() {
        LayerStore.BlobSource one = () -> new ByteArrayInputStream(ONE);
        LayerStore.BlobSource two = () -> new ByteArrayInputStream(TWO);
        byte[] changing = new TarBuilder().file("one", "11").file(".wh.two", "").build();
        LayerStore.BlobSource other = () -> new ByteArrayInputStream(changing);
        assertEquals(List.of(), layers().changes(List.of(one, two), List.of(two, one)));
        assertEquals(List.of(new LayerChange("/two", Kind.ADDED)), layers().changes(List.of(one), List.of(one, two)));
        assertEquals(
                List.of(new LayerChange("/one", Kind.MODIFIED), new LayerChange("/two", Kind.DELETED)),
                layers().changes(List.of(one, two), List.of(one, two, other)));
    }

    @Test
    void aBlobIsDecompressed() throws IOException {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(blob)) {
            gzip.write(ONE);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertEquals(
                TarBuilder.digest(ONE),
                layers().decompress(() -> new ByteArrayInputStream(blob.toByteArray()), bytes::write));
        assertArrayEquals(ONE, bytes.toByteArray());
    }

    @Test
    void aRemovedLayerIsGoneAndCanComeBack() {
        Digest diffId = unpack(layers(), ONE);
        layers().removeLayer(diffId);
        layers().removeLayer(diffId);
        assertFalse(layers().has(List.of(diffId)));
        unpack(layers(), ONE);
        assertTrue(layers().has(List.of(diffId)));
    }

    @Test
    void layersMayComeInAnyOrder() {
        Digest one = TarBuilder.digest(ONE);
        Digest two = TarBuilder.digest(TWO);
        layers().unpack(List.of(one, two), () -> new ByteArrayInputStream(TWO));
        layers().unpack(List.of(one), () -> new ByteArrayInputStream(ONE));
        assertEquals(Set.of(one, two), Set.copyOf(layers().layers()));
        layers().prepare(WEB, List.of(one, two));
    }

    @Test
    void aWritableLayerIsThereUntilItIsRemoved() {
        Digest one = unpack(layers(), ONE);
        assertEquals(Map.of(), layers().describe(WEB));
        layers().prepare(WEB, List.of(one));
        assertEquals(List.of(WEB), layers().containers());
        assertTrue(layers().describe(WEB).containsKey("UpperDir"));
        layers().remove(WEB);
        layers().remove(WEB);
        assertEquals(List.of(), layers().containers());
        assertEquals(Map.of(), layers().describe(WEB));
    }

    @Test
    void theUsageIsWhatTheContainerWrote() {
        Digest one = unpack(layers(), ONE);
        assertEquals(0, layers().usage(WEB));
        layers().prepare(WEB, List.of(one));
        assertEquals(0, layers().usage(WEB));
        write(WEB, 1000);
        assertEquals(1000, layers().usage(WEB));
        layers().remove(WEB);
        assertEquals(0, layers().usage(WEB));
    }

    @Test
    void aChainWithAMissingLayerCannotBePrepared() {
        assertThrows(StorageFailed.class, () -> layers().prepare(WEB, List.of(TarBuilder.digest(ONE))));
        assertEquals(List.of(), layers().containers());
    }

    @Test
    void mountingTwiceGivesTheSamePathAndUnmountingTwiceIsNothing() {
        Digest one = unpack(layers(), ONE);
        layers().prepare(WEB, List.of(one));
        try {
            assertEquals(layers().mount(WEB), layers().mount(WEB));
        } finally {
            layers().unmount(WEB);
        }
        layers().unmount(WEB);
        layers().remove(WEB);
    }

    @Test
    void whatHasNoWritableLayerCannotBeMounted() {
        assertThrows(StorageFailed.class, () -> layers().mount(WEB));
        layers().unmount(WEB);
    }

    @Test
    void twoContainersHaveTwoRoots() {
        ContainerId db = new ContainerId("cd".repeat(32));
        Digest one = unpack(layers(), ONE);
        layers().prepare(WEB, List.of(one));
        layers().prepare(db, List.of(one));
        try {
            assertNotEquals(layers().mount(WEB), layers().mount(db));
        } finally {
            layers().remove(WEB);
            layers().remove(db);
        }
    }

    /** What was written of a capture, and how many entries that was. */
    private record Written(byte[] bytes, long entries) {
        static Written of(LayerStore.Capture capture) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            long entries = capture.write(bytes);
            return new Written(bytes.toByteArray(), entries);
        }
    }

    @Test
    void whatAContainerWroteBecomesTheLayerThatItsArchiveUnpacksTo() {
        layers().prepare(WEB, List.of(unpack(layers(), ONE)));
        write(WEB, 1000);
        for (boolean whole : new boolean[] {false, true}) {
            Written written;
            Digest diffId;
            LayerStore.LayerInfo kept;
            try (LayerStore.Capture capture = layers().capture(WEB, whole)) {
                written = Written.of(capture);
                diffId = TarBuilder.digest(written.bytes());
                assertFalse(layers().has(List.of(diffId)));
                kept = capture.keep(diffId);
            }
            assertTrue(written.entries() > 0);
            assertTrue(layers().has(List.of(diffId)));
            assertEquals(written.bytes().length, layers().tarSize(List.of(diffId), () -> {
                throw new IOException("the size was known when the archive was written");
            }));
            layers().removeLayer(diffId);
            assertEquals(kept, layers().unpack(List.of(diffId), () -> new ByteArrayInputStream(written.bytes())));
            try (LayerStore.Capture again = layers().capture(WEB, whole)) {
                assertArrayEquals(written.bytes(), Written.of(again).bytes());
                assertEquals(kept, again.keep(diffId));
            }
        }
        layers().remove(WEB);
    }

    @Test
    void aCaptureThatIsNotKeptLeavesNothing() {
        Digest one = unpack(layers(), ONE);
        layers().prepare(WEB, List.of(one));
        write(WEB, 1000);
        try (LayerStore.Capture capture = layers().capture(WEB, true)) {
            assertTrue(Written.of(capture).entries() > 1);
        }
        layers().capture(WEB, false).close();
        assertEquals(List.of(one), layers().layers());
        layers().remove(WEB);
    }

    @Test
    void aContainerThatChangedNothingHasNoEntries() {
        layers().prepare(WEB, List.of(unpack(layers(), ONE)));
        try (LayerStore.Capture capture = layers().capture(WEB, false)) {
            assertEquals(0, Written.of(capture).entries());
        }
        try (LayerStore.Capture capture = layers().capture(WEB, true)) {
            assertTrue(Written.of(capture).entries() > 0);
        }
        layers().remove(WEB);
    }

    @Test
    void whatHasNoWritableLayerCannotBeCaptured() {
        assertThrows(StorageFailed.class, () -> layers().capture(WEB, false));
        assertThrows(StorageFailed.class, () -> layers().capture(WEB, true));
    }
}
