package io.helipod.adapters.storage;

import io.helipod.adapters.storage.content.OciContentStore;
import io.helipod.adapters.storage.file.OwnerLock;
import io.helipod.adapters.storage.file.StorageRoot;
import io.helipod.adapters.storage.layer.OverlayLayerStore;
import io.helipod.adapters.storage.layer.UnpackLimits;
import io.helipod.adapters.storage.record.SqliteRecords;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.spi.storage.ContainerStore;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.EventLog;
import io.helipod.core.spi.storage.ExecStore;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.LayerStore;
import io.helipod.core.spi.storage.Records;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One root and one run root, owned by this process until closed, and the driven ports over them. Thread-safe.
 *
 * <p>Mounts stay when it closes: containers outlive the service.
 */
public final class StorageAdapters implements AutoCloseable {
    private final Deque<AutoCloseable> open;
    private final OciContentStore content;
    private final OverlayLayerStore layers;
    private final SqliteRecords records;

    private StorageAdapters(
            Deque<AutoCloseable> open, OciContentStore content, OverlayLayerStore layers, SqliteRecords records) {
        this.open = open;
        this.content = content;
        this.layers = layers;
        this.records = records;
    }

    /**
     * Takes possession of the folders, removes what an interrupted owner left half-done, and reads the records.
     *
     * @throws io.helipod.core.error.EngineException.Unavailable when another service holds them; the text says which
     * @throws StorageFailed when they cannot be read or written
     */
    public static StorageAdapters open(StorageConfig config) {
        StorageRoot root = new StorageRoot(config.root(), config.runRoot());
        Deque<AutoCloseable> open = new ArrayDeque<>();
        boolean whole = false;
        try {
            root.create();
            open.push(OwnerLock.take(root.lock(), config.clock().instant()));
            open.push(OwnerLock.take(root.runLock(), config.clock().instant()));
            OciContentStore content = OciContentStore.open(root, UnpackLimits.DEFAULT.reserve());
            OverlayLayerStore layers = OverlayLayerStore.open(root, UnpackLimits.DEFAULT);
            SqliteRecords records = SqliteRecords.open(root.database(), config.clock(), config.events());
            open.push(records);
            whole = true;
            return new StorageAdapters(open, content, layers, records);
        } catch (IOException e) {
            throw new StorageFailed("cannot open storage " + root.root() + ": " + e, e);
        } finally {
            if (!whole) {
                closeAll(open);
            }
        }
    }

    /** The only way to change what is recorded. */
    public Records records() {
        return records;
    }

    /** Read view of the containers. */
    public ContainerStore containers() {
        return records.containers();
    }

    /** Read view of the exec sessions. */
    public ExecStore execs() {
        return records.execs();
    }

    /** Read view of the images. */
    public ImageStore images() {
        return records.images();
    }

    /** The stored events. */
    public EventLog eventLog() {
        return records.eventLog();
    }

    /** Blobs by digest. */
    public ContentStore content() {
        return content;
    }

    /** Unpacked layers and root file systems; needs root. */
    public LayerStore layers() {
        return layers;
    }

    /** Writes what is queued and gives the folders free. */
    @Override
    public void close() {
        closeAll(open);
    }

    private static void closeAll(Deque<AutoCloseable> open) {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.getLogger(StorageAdapters.class.getName())
                        .log(System.Logger.Level.WARNING, "closing the storage failed", e);
            }
        }
    }
}
