package io.helipod.core.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotFound;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.Digest;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ContentStore.BlobWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link ContentStore} does. Subclasses give a fresh, empty one. */
public abstract class ContentStoreContract {
    private static final Digest HELLO =
            Digest.parse("sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");

    /** The store under test; the same for one test. */
    protected abstract ContentStore content();

    /** Stores a text. */
    protected static Digest put(ContentStore store, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (BlobWriter writer = store.begin()) {
            writer.write(bytes, 0, bytes.length);
            return writer.commit();
        }
    }

    @Test
    void aBlobIsKeptUnderTheHashOfItsBytes() throws IOException {
        byte[] padded = "xxhellox".getBytes(StandardCharsets.UTF_8);
        try (BlobWriter writer = content().begin()) {
            writer.write(padded, 2, 2);
            writer.write(padded, 4, 3);
            assertEquals(5, writer.size());
            assertEquals(HELLO, writer.commit());
        }
        assertEquals(OptionalLong.of(5), content().size(HELLO));
        assertEquals(List.of(HELLO), content().list());
        try (InputStream blob = content().open(HELLO)) {
            assertArrayEquals("hello".getBytes(StandardCharsets.UTF_8), blob.readAllBytes());
        }
    }

    @Test
    void aBlobIsNotThereBeforeItsCommit() throws IOException {
        try (BlobWriter writer = content().begin()) {
            writer.write("hello".getBytes(StandardCharsets.UTF_8), 0, 5);
            assertEquals(OptionalLong.empty(), content().size(HELLO));
        }
        assertEquals(OptionalLong.empty(), content().size(HELLO));
        assertEquals(List.of(), content().list());
    }

    @Test
    void theSameBlobTwiceIsKeptOnce() throws IOException {
        try (BlobWriter first = content().begin();
                BlobWriter second = content().begin()) {
            first.write("hello".getBytes(StandardCharsets.UTF_8), 0, 5);
            second.write("hello".getBytes(StandardCharsets.UTF_8), 0, 5);
            assertEquals(HELLO, first.commit());
            assertEquals(HELLO, second.commit());
        }
        assertEquals(List.of(HELLO), content().list());
    }

    @Test
    void severalBlobsAreCommittedTogetherAndKnownBefore() throws IOException {
        try (BlobWriter first = content().begin();
                BlobWriter second = content().begin()) {
            write(first, "hel");
            Digest part = first.digest();
            write(first, "lo");
            assertEquals(HELLO, first.digest());
            write(second, "hel");
            assertEquals(List.of(), content().list());
            assertEquals(List.of(HELLO, part), content().commit(List.of(first, second)));
        }
        assertEquals(OptionalLong.of(5), content().size(HELLO));
        assertEquals(2, content().list().size());
    }

    @Test
    void anEmptyBlobIsABlob() throws IOException {
        Digest nothing = put(content(), "");
        assertEquals(OptionalLong.of(0), content().size(nothing));
    }

    @Test
    void aBlobThatIsNotThereIsNotFound() {
        assertThrows(NotFound.class, () -> content().open(HELLO).close());
        assertThrows(
                NotFound.class,
                () -> content().open(new Digest("sha512", "a".repeat(128))).close());
        assertEquals(OptionalLong.empty(), content().size(HELLO));
    }

    @Test
    void deletingSaysWhetherItWasThere() throws IOException {
        put(content(), "hello");
        assertTrue(content().delete(HELLO));
        assertFalse(content().delete(HELLO));
        assertEquals(List.of(), content().list());
    }

    private static void write(BlobWriter writer, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writer.write(bytes, 0, bytes.length);
    }

    @Test
    void aBlobOfKnownDigestGoesOnWhereItWasLeft() throws IOException {
        try (BlobWriter first = content().resume(HELLO)) {
            assertEquals(0, first.size());
            write(first, "hel");
        }
        assertEquals(List.of(), content().list());
        try (BlobWriter second = content().resume(HELLO)) {
            assertEquals(3, second.size());
            write(second, "lo");
            assertEquals(HELLO, second.commit());
        }
        try (InputStream blob = content().open(HELLO)) {
            assertArrayEquals("hello".getBytes(StandardCharsets.UTF_8), blob.readAllBytes());
        }
        try (BlobWriter again = content().resume(HELLO)) {
            assertEquals(0, again.size());
        }
    }

    @Test
    void whatTurnsOutToBeAnotherBlobIsGone() throws IOException {
        try (BlobWriter writer = content().resume(HELLO)) {
            write(writer, "jello");
            assertThrows(InvalidArgument.class, writer::commit);
        }
        assertEquals(List.of(), content().list());
        try (BlobWriter again = content().resume(HELLO)) {
            assertEquals(0, again.size());
        }
    }

    @Test
    void aDiscardedPartIsGone() throws IOException {
        try (BlobWriter writer = content().resume(HELLO)) {
            write(writer, "hel");
            writer.discard();
        }
        try (BlobWriter again = content().resume(HELLO)) {
            assertEquals(0, again.size());
        }
    }

    @Test
    void aPartIsDroppedUnlessSomebodyWritesIt() throws IOException {
        try (BlobWriter writer = content().resume(HELLO)) {
            writer.expect(5);
            write(writer, "hel");
            content().dropPart(HELLO);
            assertEquals(3, writer.size());
        }
        content().dropPart(HELLO);
        content().dropPart(HELLO);
        try (BlobWriter again = content().resume(HELLO)) {
            assertEquals(0, again.size());
        }
    }

    @Test
    void oneWriterAtATimeResumesABlob() {
        try (BlobWriter first = content().resume(HELLO)) {
            assertThrows(StorageFailed.class, () -> content().resume(HELLO).close());
        }
        content().resume(HELLO).close();
        assertThrows(
                NotSupported.class,
                () -> content().resume(new Digest("sha512", "a".repeat(128))).close());
    }

    @Test
    void oldPartsAreDroppedUnlessSomebodyWritesThem() throws IOException {
        Instant later = Instant.now().plusSeconds(60);
        try (BlobWriter writer = content().resume(HELLO)) {
            write(writer, "hel");
            content().dropParts(later);
            assertEquals(3, writer.size());
        }
        try (BlobWriter writer = content().resume(HELLO)) {
            assertEquals(3, writer.size());
        }
        content().dropParts(later);
        try (BlobWriter writer = content().resume(HELLO)) {
            assertEquals(0, writer.size());
        }
    }
}
