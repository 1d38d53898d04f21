package io.helipod.adapters.storage.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.storage.file.StorageRoot;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.Digest;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ContentStore.BlobWriter;
import io.helipod.core.testing.ContentStoreContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciContentStoreTest extends ContentStoreContract {
    @TempDir
    Path folder;

    private StorageRoot root;
    private OciContentStore store;

    @BeforeEach
    void open() throws IOException {
        root = new StorageRoot(folder.resolve("root"), folder.resolve("run"));
        root.create();
        store = OciContentStore.open(root, 0);
    }

    @Override
    protected ContentStore content() {
        return store;
    }

    @Test
    void theFolderIsAnOciImageLayout() throws IOException {
        Digest digest = put(store, "hello");
        assertEquals(
                "{\"imageLayoutVersion\":\"1.0.0\"}",
                Files.readString(root.content().resolve("oci-layout")));
        assertTrue(Files.readString(root.content().resolve("index.json")).contains("\"schemaVersion\":2"));
        assertEquals("hello", Files.readString(root.content().resolve("blobs/sha256/" + digest.hex())));
    }

    @Test
    void whatAnInterruptedWriterLeftIsGoneAfterOpening() throws IOException {
        Digest kept = put(store, "hello");
        BlobWriter interrupted = store.begin(); // never closed, as after kill -9
        interrupted.write("half".getBytes(StandardCharsets.UTF_8), 0, 4);
        store = OciContentStore.open(root, 0);
        try (Stream<Path> left = Files.list(root.ingest())) {
            assertEquals(List.of(), left.toList());
        }
        assertEquals(OptionalLong.of(5), store.size(kept));
    }

    @Test
    void closingAWriterGivesTheSpaceBack() throws IOException {
        try (BlobWriter writer = store.begin()) {
            writer.write(new byte[1000], 0, 1000);
        }
        try (Stream<Path> left = Files.list(root.ingest())) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void someOfTheDiskIsLeftFree() throws IOException {
        OciContentStore full = OciContentStore.open(root, Long.MAX_VALUE >> 1);
        Digest digest = Digest.ofBytes("never".getBytes(StandardCharsets.UTF_8));
        try (BlobWriter writer = full.resume(digest)) {
            assertTrue(assertThrows(StorageFailed.class, () -> writer.expect(1)).isFull());
            byte[] megabyte = new byte[1 << 20];
            assertThrows(StorageFailed.class, () -> {
                for (int i = 0; i < 5; i++) {
                    writer.write(megabyte, 0, megabyte.length);
                }
            });
        }
    }
}
