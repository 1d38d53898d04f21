package io.helipod.adapters.storage.layer;

import io.helipod.adapters.storage.file.TreeRemoval;
import io.helipod.adapters.storage.linux.LinuxCalls;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.Digest;
import io.helipod.core.spi.storage.LayerStore;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A container's changes, read once into an archive and a folder in the scratch space that becomes the layer. The folder is made by copying,
 * blocks shared where the file system can: names of the container's own files would change with them, and unpacking the archive afterwards
 * would read and hash everything a second time.
 */
final class LayerCapture implements LayerStore.Capture {
    private final OverlayLayerStore store;
    private final Path work;
    private final UnpackLimits limits;
    private final Runnable release;
    private Optional<Source> source = Optional.empty();
    private Optional<LayerFacts> facts = Optional.empty();

    /**
     * What is read.
     *
     * @param below the chain it lies on; absent when it is everything
     */
    private record Source(Path top, Optional<Chain> below) {}

    /**
     * @param work a folder that is not there yet
     * @param release gives back what was taken to read the tree
     */
    LayerCapture(OverlayLayerStore store, Path work, UnpackLimits limits, Runnable release) {
        this.store = store;
        this.work = work;
        this.limits = limits;
        this.release = release;
    }

    void open(Path top, Optional<Chain> below) throws IOException {
        Files.createDirectory(work, OverlayLayerStore.PRIVATE);
        Files.createDirectory(fresh(), OverlayLayerStore.PRIVATE);
        Files.createDirectory(fresh().resolve("diff"));
        Files.createDirectory(work.resolve("trash"));
        source = Optional.of(new Source(top, below));
    }

    private Path fresh() {
        return work.resolve("fresh");
    }

    @Override
    public long write(OutputStream out) {
        Source from = source.orElseThrow(() -> new IllegalStateException("a capture is read once"));
        source = Optional.empty();
        Path diff = fresh().resolve("diff");
        try (LinuxCalls linux = LinuxCalls.withBlock();
                LayerTree copy = new LayerTree(linux, diff, work.resolve("trash"))) {
            TarWriter tar = new TarWriter(out);
            TreeArchive archive = new TreeArchive(linux, from.top(), copy, tar, limits, Files.getFileStore(diff));
            archive.write((status, attributes) -> from.below()
                    .map(chain -> !attributes.isEmpty()
                            || status.permissions() != chain.mode()
                            || (int) status.uid() != chain.uid()
                            || (int) status.gid() != chain.gid())
                    .orElse(true));
            facts = Optional.of(
                    new LayerFacts(archive.size(), copy.hidesAll(), OptionalLong.of(tar.length()), copy.implied()));
            return archive.entries();
        } catch (IOException e) {
            throw new StorageFailed("cannot read a container's changes: " + e.getMessage(), e);
        }
    }

    @Override
    public LayerStore.LayerInfo keep(Digest diffId) {
        try {
            return store.place(
                    fresh(), facts.orElseThrow(() -> new IllegalStateException("nothing was written")), diffId);
        } catch (IOException e) {
            throw new StorageFailed("cannot keep layer " + diffId + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            TreeRemoval.remove(work);
        } catch (IOException e) {
            throw new StorageFailed("cannot remove " + work + ": " + e, e);
        } finally {
            release.run();
        }
    }
}
