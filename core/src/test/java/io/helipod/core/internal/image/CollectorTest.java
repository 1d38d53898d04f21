package io.helipod.core.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageLayer;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.spi.storage.ContentStore.BlobWriter;
import io.helipod.core.testing.InMemoryContentStore;
import io.helipod.core.testing.InMemoryLayerStore;
import io.helipod.core.testing.InMemoryRecords;
import io.helipod.core.testing.TestEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CollectorTest {
    private static final byte[] TAR = "tar".getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Digest.ofBytes(TAR);
    private static final Digest OTHER = Digest.parse("sha256:" + "c".repeat(64));
    private final InMemoryContentStore content = new InMemoryContentStore();
    private final InMemoryLayerStore layers = new InMemoryLayerStore();
    private final InMemoryRecords records = new InMemoryRecords();
    private final Collector collector =
            new Collector(content, layers, records.images(), () -> Instant.ofEpochSecond(1_700_000_000));

    private void store() throws IOException {
        try (BlobWriter writer = content.begin()) {
            writer.write(TAR, 0, TAR.length);
            assertEquals(DIGEST, writer.commit());
        }
        layers.unpack(List.of(DIGEST), () -> new ByteArrayInputStream(TAR));
    }

    /** An image whose layer is stored uncompressed, so that blob and layer have one digest. */
    private static ImageRecord image() {
        return new ImageRecord(
                new ImageId("a".repeat(64)),
                new Descriptor("m", Digest.parse("sha256:" + "b".repeat(64)), 1),
                List.of(),
                List.of(),
                Instant.EPOCH,
                new ImageDocument(
                        Optional.empty(),
                        "",
                        "",
                        TestEngine.PLATFORM,
                        "",
                        ImageConfig.EMPTY,
                        List.of(DIGEST),
                        List.of()),
                List.of(new ImageLayer(new Descriptor("layer", DIGEST, 3), DIGEST, 3)));
    }

    @Test
    void aHeldLayerDoesNotHoldTheBlobOfTheSameDigest() throws IOException {
        store();
        try (Collector.Pins pins = collector.pins()) {
            pins.layer(DIGEST);
            collector.removed(List.of(image()));
            assertEquals(List.of(), content.list());
            assertEquals(List.of(DIGEST), layers.layers());
        }
        assertEquals(List.of(), layers.layers());
    }

    @Test
    void nobodyWaitsForTheDiskOfAnothersBlob() throws IOException {
        content.beforeCommit(digest -> other(() -> {
            try (Collector.Pins others = collector.pins()) {
                others.hold(OTHER);
            }
        }));
        try (Collector.Pins pins = collector.pins();
                BlobWriter writer = content.begin()) {
            writer.write(TAR, 0, TAR.length);
            assertEquals(DIGEST, pins.commit(writer));
        }
    }

    private static void other(Runnable work) {
        CompletableFuture.runAsync(work).orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void nobodyWaitsForTheRemovalOfWhatOthersDoNotWant() throws IOException {
        CompletableFuture<Void> removing = new CompletableFuture<>();
        CompletableFuture<Void> mayEnd = new CompletableFuture<>();
        store();
        content.beforeDelete(digest -> {
            removing.complete(null);
            mayEnd.orTimeout(10, TimeUnit.SECONDS).join();
        });
        CompletableFuture<Void> removal = CompletableFuture.runAsync(() -> collector.removed(List.of(image())));
        removing.orTimeout(10, TimeUnit.SECONDS).join();
        try (Collector.Pins pins = collector.pins()) {
            pins.hold(OTHER);
            // what is being removed is waited for, or it would vanish from below its holder
            CompletableFuture<Void> holding = CompletableFuture.runAsync(() -> pins.hold(DIGEST));
            assertFalse(holding.isDone());
            mayEnd.complete(null);
            holding.orTimeout(10, TimeUnit.SECONDS).join();
            assertEquals(List.of(), content.list());
        }
        removal.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Test
    void aHeldBlobStaysUntilItIsLetGo() throws IOException {
        store();
        try (Collector.Pins pins = collector.pins()) {
            pins.hold(DIGEST);
            collector.removed(List.of(image()));
            assertEquals(List.of(DIGEST), content.list());
            assertEquals(List.of(), layers.layers());
        }
        assertEquals(List.of(), content.list());
    }
}
