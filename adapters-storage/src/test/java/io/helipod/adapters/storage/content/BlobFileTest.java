package io.helipod.adapters.storage.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.storage.file.StorageRoot;
import io.helipod.core.error.EngineException.StorageFailed;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobFileTest {
    private static final byte[] MEGABYTE = new byte[1 << 20];

    @TempDir
    Path folder;

    /** Says how much room there is, and counts how often it is asked. */
    private static final class SmallDisk extends FileStore {
        private int asked;
        private long room = Long.MAX_VALUE;

        @Override
        public String name() {
            return "small";
        }

        @Override
        public String type() {
            return "small";
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public long getTotalSpace() {
            return room;
        }

        @Override
        public long getUsableSpace() {
            asked++;
            return room;
        }

        @Override
        public long getUnallocatedSpace() {
            return room;
        }

        @Override
        public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
            return false;
        }

        @Override
        public boolean supportsFileAttributeView(String name) {
            return false;
        }

        @Override
        public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object getAttribute(String attribute) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void theSameDiskIsAskedEveryFewMegabytes() throws IOException {
        StorageRoot root = new StorageRoot(folder.resolve("root"), folder.resolve("run"));
        root.create();
        SmallDisk disk = new SmallDisk();
        try (BlobFile blob = BlobFile.fresh(root, new DiskRoom(disk, folder, 100), folder.resolve("blob"))) {
            for (int i = 0; i < 9; i++) {
                blob.write(MEGABYTE, 0, MEGABYTE.length);
            }
            assertEquals(2, disk.asked);
            disk.room = MEGABYTE.length + 99;
            assertTrue(assertThrows(StorageFailed.class, () -> {
                        for (int i = 0; i < 4; i++) {
                            blob.write(MEGABYTE, 0, MEGABYTE.length);
                        }
                    })
                    .isFull());
        }
    }
}
