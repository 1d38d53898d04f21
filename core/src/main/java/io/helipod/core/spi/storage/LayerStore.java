package io.helipod.core.spi.storage;

import io.helipod.core.id.ContainerId;
import io.helipod.core.id.Digest;
import io.helipod.core.image.LayerChange;
import io.helipod.core.system.StoreFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Driven port: unpacked layers and the root file systems made of them. Thread-safe. Failures are StorageFailed; an archive that
 * is broken or tries to leave its folder is InvalidArgument.
 *
 * <p>A layer is unpacked once per diff id and shared read-only. A container's root is a writable layer over a chain of them; it
 * is prepared once, mounted while needed (mounts vanish at a reboot), and removed in the end.
 */
public interface LayerStore {
    /** Opens the layer's blob from its start; the caller closes. May be asked more than once. */
    @FunctionalInterface
    interface BlobSource {
        InputStream open() throws IOException;
    }

    /** Takes bytes, which are its own only until it returns. */
    @FunctionalInterface
    interface Taker {
        void take(byte[] bytes, int offset, int length) throws IOException;
    }

    /**
     * A layer that is there.
     *
     * @param diffId digest of the uncompressed tar
     * @param size bytes of its regular files
     */
    record LayerInfo(Digest diffId, long size) {}

    /**
     * Makes sure the layer {@code diffIds.getLast()} is unpacked over those before it, verifying its diff id as the bytes pass. The
     * blob may be uncompressed, gzip, zstd, bzip2 or xz. Layers may come in any order and side by side; only one that
     * hard-links into the layers below needs these first, and such a layer is kept per chain.
     *
     * @param chain diff ids from the lowest to this one
     */
    LayerInfo unpack(List<Digest> chain, BlobSource blob);

    /**
     * The same, for one of several layers that are unpacked side by side: answers empty, with nothing stored, when the layer
     * hard-links into the layers below and these are not all there; then it is to be unpacked again after them.
     */
    Optional<LayerInfo> tryUnpack(List<Digest> chain, BlobSource blob);

    /** Reads a layer's blob to its end, decompressing it, and says its diff id; nothing is stored. */
    Digest diffId(BlobSource blob);

    /**
     * The same, giving the uncompressed bytes on as they come.
     *
     * @throws IOException of the taker's
     */
    Digest decompress(BlobSource blob, Taker taker) throws IOException;

    /**
     * Bytes of a layer's uncompressed tar: known since it was unpacked, or else counted by decompressing the blob.
     *
     * @param chain diff ids from the lowest to this one, which is there
     */
    long tarSize(List<Digest> chain, BlobSource blob);

    /** Opens a blob that has been unpacked here before as its uncompressed tar; the caller closes. */
    InputStream openTar(BlobSource blob) throws IOException;

    /**
     * In what two chains of layers differ, sorted by path. Reads all their blobs; those they begin with in common, which are the same
     * objects, once.
     *
     * @throws io.helipod.core.error.EngineException.TooLarge when there are too many files to compare
     *
     * @param from lowest first
     * @param to lowest first
     */
    List<LayerChange> changes(List<BlobSource> from, List<BlobSource> to);

    /** Whether the layer at the end of the chain is there. */
    boolean has(List<Digest> chain);

    /** Removes the layer with this diff id, whatever chains it was unpacked for; nothing may use it any more. */
    void removeLayer(Digest diffId);

    /** Every diff id there is. */
    List<Digest> layers();

    /** Makes the writable layer of a container over the chain; nothing is mounted yet. */
    void prepare(ContainerId container, List<Digest> chain);

    /** Mounts the container's root file system, if it is not mounted, and says where. */
    Path mount(ContainerId container);

    /** Unmounts it, if it is mounted. */
    void unmount(ContainerId container);

    /**
     * Bytes of the regular files in the container's writable layer, a file with several names counted once; 0 when there is no
     * writable layer. Takes as long as looking at every file takes. What changes meanwhile counts before or after its change.
     */
    long usage(ContainerId container);

    /**
     * What a container made of its root, on its way to become a layer. For one thread; closing it gives back what was not kept. A kill
     * leaves nothing behind that the next open does not remove.
     */
    interface Capture extends AutoCloseable {
        /**
         * Writes the layer's archive, uncompressed; once. The same files always give the same bytes.
         *
         * @param tar not closed
         * @return how many entries there are; 0 when the container changed nothing
         * @throws io.helipod.core.error.EngineException.InvalidArgument when a name cannot stand in a layer
         * @throws io.helipod.core.error.EngineException.TooLarge when there is more than a layer may hold
         */
        long write(OutputStream tar);

        /**
         * Makes the layer, as unpacking the archive would. One that is there already stays. What was written to this disk before is
         * durable when this returns, the layer's name with the next commit of records.
         *
         * @param diffId digest of what was written
         */
        LayerInfo keep(Digest diffId);

        @Override
        void close();
    }

    /**
     * Opens a container's changes. Its processes may go on; whether they may change files meanwhile is the caller's business: what
     * changes counts before or after its change.
     *
     * @param whole everything the container sees of its root, not only what it changed
     */
    Capture capture(ContainerId container, boolean whole);

    /** Unmounts and removes the container's writable layer; nothing happens when there is none. */
    void remove(ContainerId container);

    /** Containers that have a writable layer. */
    List<ContainerId> containers();

    /** For show: LowerDir, UpperDir, WorkDir, MergedDir. Empty when there is no writable layer. */
    Map<String, String> describe(ContainerId container);

    /** For show in info. */
    StoreFacts facts();
}
