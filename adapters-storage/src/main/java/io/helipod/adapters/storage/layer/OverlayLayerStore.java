package io.helipod.adapters.storage.layer;

import static io.helipod.adapters.storage.linux.LinuxCalls.check;

import io.helipod.adapters.storage.file.AtomicFile;
import io.helipod.adapters.storage.file.StorageRoot;
import io.helipod.adapters.storage.file.TreeRemoval;
import io.helipod.adapters.storage.layer.LayerUnpacker.ParentNeeded;
import io.helipod.adapters.storage.linux.Errno;
import io.helipod.adapters.storage.linux.LinuxCalls;
import io.helipod.adapters.storage.linux.LinuxError;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.Digest;
import io.helipod.core.image.LayerChange;
import io.helipod.core.spi.storage.LayerStore;
import io.helipod.core.system.StoreFacts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Layers as folders, root file systems as overlay mounts. Needs root, and a file system that takes trusted attributes.
 *
 * <p>A layer is made in the scratch folder, synced once, and renamed into place: after a kill or a power cut it is there whole or
 * not at all. A writable layer is made of folders and links only, which the file system's journal keeps in order with the record
 * of the container that the database syncs afterwards; so making one needs no sync of its own.
 */
public final class OverlayLayerStore implements LayerStore {
    /** The name of a layer that lies the same on every chain. */
    static final String SHARED = "shared";

    /** Nobody else's business. */
    static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final StorageRoot root;
    private final UnpackLimits limits;
    /** Kept, since finding it reads the whole mount table, which has a line for every running container. */
    private final FileStore disk;

    private final AtomicLong scratch = new AtomicLong();
    private final ChainStore chains;
    private final LayerLocks locks = new LayerLocks();

    private OverlayLayerStore(StorageRoot root, UnpackLimits limits) throws IOException {
        this.root = root;
        this.disk = Files.getFileStore(root.root());
        this.limits = limits;
        this.chains = new ChainStore(root, scratch);
    }

    /** Opens the store, removing what was half made or half removed. The root's owner only. */
    public static OverlayLayerStore open(StorageRoot root, UnpackLimits limits) {
        try {
            TreeRemoval.empty(root.scratch());
            return new OverlayLayerStore(root, limits);
        } catch (IOException e) {
            throw new StorageFailed("cannot open layer store " + root.overlay() + ": " + e, e);
        }
    }

    @Override
    public LayerInfo unpack(List<Digest> chain, BlobSource blob) {
        return tryUnpack(chain, blob)
                .orElseThrow(() -> new StorageFailed(
                        "cannot unpack layer " + chain.getLast() + ": it needs layers below that are not unpacked"));
    }

    @Override
    public Optional<LayerInfo> tryUnpack(List<Digest> chain, BlobSource blob) {
        Digest diffId = chain.getLast();
        try {
            Optional<Path> there = chains.layer(chain);
            if (there.isPresent()) {
                return Optional.of(
                        new LayerInfo(diffId, LayerFacts.read(there.get()).size()));
            }
            try {
                return Optional.of(make(diffId, blob, SHARED, Optional.empty()));
            } catch (ParentNeeded needed) {
                return makeOver(chain, blob, needed);
            }
        } catch (LinuxError e) {
            String message = "cannot unpack layer " + diffId + ": " + e.getMessage();
            throw e.errno() == Errno.ENOSPC || e.errno() == Errno.EDQUOT
                    ? StorageFailed.full(message, e)
                    : new StorageFailed(message, e);
        } catch (IOException e) {
            throw new StorageFailed("cannot unpack layer " + diffId + ": " + e.getMessage(), e);
        }
    }

    private Optional<LayerInfo> makeOver(List<Digest> chain, BlobSource blob, ParentNeeded needed) throws IOException {
        Digest diffId = chain.getLast();
        List<Digest> below = chain.subList(0, chain.size() - 1);
        if (below.isEmpty()) {
            throw new InvalidArgument("layer archive has a " + needed.getMessage() + ", which is not in it");
        }
        for (int i = 1; i <= below.size(); i++) {
            if (chains.layer(below.subList(0, i)).isEmpty()) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(make(diffId, blob, Chain.id(chain), Optional.of(chains.view(below))));
        } catch (ParentNeeded e) {
            throw new IllegalStateException("the layers below were given", e);
        }
    }

    private LayerInfo make(Digest diffId, BlobSource blob, String variant, Optional<List<ChainView.Layer>> below)
            throws IOException, ParentNeeded {
        Path work = Files.createDirectory(root.scratch().resolve("layer-" + scratch.incrementAndGet()), PRIVATE);
        try {
            Path fresh = Files.createDirectory(work.resolve("fresh"), PRIVATE);
            Path diff = Files.createDirectory(fresh.resolve("diff"));
            LayerFacts facts = fill(diffId, blob, diff, Files.createDirectory(work.resolve("trash")), below);
            place(fresh, facts, diffId, variant);
            return new LayerInfo(diffId, facts.size());
        } finally {
            TreeRemoval.remove(work);
        }
    }

    /**
     * Moves what is whole to its place, unless the same layer has come there meanwhile. Only this is under the layer's lock: a blob may
     * arrive as slowly as its registry likes, and who gets the same layer from elsewhere must not wait for that.
     */
    private void place(Path fresh, LayerFacts facts, Digest diffId, String variant) throws IOException {
        complete(fresh, facts);
        try (LayerLocks.Held held = locks.lock(diffId)) {
            if (move(fresh, diffId, variant)) {
                AtomicFile.syncFolder(root.layer(diffId));
                AtomicFile.syncFolder(root.layers());
            }
        }
    }

    /**
     * The same for one that no other layer is below of. Its name is not synced: the file system's journal keeps it in order with the
     * image's record, which the database syncs afterwards.
     */
    LayerInfo place(Path fresh, LayerFacts facts, Digest diffId) throws IOException {
        complete(fresh, facts);
        try (LayerLocks.Held held = locks.lock(diffId)) {
            return move(fresh, diffId, SHARED)
                    ? new LayerInfo(diffId, facts.size())
                    : new LayerInfo(
                            diffId,
                            LayerFacts.read(root.layer(diffId).resolve(SHARED)).size());
        }
    }

    private static void complete(Path fresh, LayerFacts facts) throws IOException {
        Files.write(LayerFacts.file(fresh), facts.bytes());
        sync(fresh);
    }

    /** Under the layer's lock; false when it is there already. */
    private boolean move(Path fresh, Digest diffId, String variant) throws IOException {
        Path home = root.layer(diffId);
        if (Files.isDirectory(home.resolve(variant))) {
            return false;
        }
        if (!Files.isDirectory(home)) {
            Files.createDirectory(home, PRIVATE);
        }
        Files.move(fresh, home.resolve(variant), StandardCopyOption.ATOMIC_MOVE);
        return true;
    }

    private LayerFacts fill(
            Digest diffId, BlobSource blob, Path diff, Path trash, Optional<List<ChainView.Layer>> below)
            throws IOException, ParentNeeded {
        FileStore disk = Files.getFileStore(diff);
        try (LinuxCalls linux = LinuxCalls.withBlock();
                LayerTree tree = new LayerTree(linux, diff, trash);
                LayerStream stream = new LayerStream(blob.open(), limits)) {
            long size;
            if (below.isPresent()) {
                try (ChainView view = new ChainView(linux, below.get())) {
                    size = new LayerUnpacker(linux, tree, stream, limits, disk, Optional.of(view)).unpack();
                }
            } else {
                size = new LayerUnpacker(linux, tree, stream, limits, disk, Optional.empty()).unpack();
            }
            Digest found = stream.finish();
            if (!found.equals(diffId)) {
                throw new InvalidArgument("layer is " + found + " when uncompressed, not " + diffId);
            }
            return new LayerFacts(size, tree.hidesAll(), OptionalLong.of(stream.total()), tree.implied());
        }
    }

    private static void sync(Path folder) throws IOException {
        try (LinuxCalls linux = LinuxCalls.small()) {
            int file = linux.openFolder(folder);
            try {
                check(linux.syncfs(file), "sync " + folder);
            } finally {
                linux.close(file);
            }
        }
    }

    @Override
    public Digest diffId(BlobSource blob) {
        try (LayerStream stream = new LayerStream(blob.open(), limits)) {
            return stream.finish();
        } catch (IOException e) {
            throw new StorageFailed("cannot open a layer's blob: " + e.getMessage(), e);
        }
    }

    @Override
    public long tarSize(List<Digest> chain, BlobSource blob) {
        try {
            Path layer = chains.layer(chain)
                    .orElseThrow(() -> new StorageFailed("layer " + chain.getLast() + " is not unpacked"));
            OptionalLong kept = LayerFacts.read(layer).tarSize();
            return kept.isPresent() ? kept.getAsLong() : counted(blob);
        } catch (IOException e) {
            throw new StorageFailed("cannot look at layer " + chain.getLast() + ": " + e.getMessage(), e);
        }
    }

    private long counted(BlobSource blob) throws IOException {
        try (LayerStream stream = new LayerStream(blob.open(), limits)) {
            Digest unused = stream.finish();
            return stream.total();
        }
    }

    @Override
    public InputStream openTar(BlobSource blob) throws IOException {
        return DecodedLayer.of(blob.open());
    }

    @Override
    public List<LayerChange> changes(List<BlobSource> from, List<BlobSource> to) {
        int common = 0;
        while (common < Math.min(from.size(), to.size()) && from.get(common).equals(to.get(common))) {
            common++;
        }
        LayerListing base = listed(new LayerListing(limits), from.subList(0, common));
        LayerListing before = listed(base.copy(), from.subList(common, from.size()));
        return LayerDifference.of(before, listed(base, to.subList(common, to.size())));
    }

    private LayerListing listed(LayerListing listing, List<BlobSource> layers) {
        for (BlobSource blob : layers) {
            try (LayerStream stream = new LayerStream(blob.open(), limits)) {
                listing.add(stream);
            } catch (IOException e) {
                throw new StorageFailed("cannot open a layer's blob: " + e.getMessage(), e);
            }
        }
        return listing;
    }

    @Override
    public Digest decompress(BlobSource blob, Taker taker) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (LayerStream stream = new LayerStream(blob.open(), limits)) {
            int count;
            while ((count = stream.read(buffer, 0, buffer.length)) >= 0) {
                taker.take(buffer, 0, count);
            }
            return stream.finish();
        }
    }

    @Override
    public boolean has(List<Digest> chain) {
        return chains.layer(chain).isPresent();
    }

    @Override
    public void removeLayer(Digest diffId) {
        try {
            Path doomed = root.scratch().resolve("layer-" + scratch.incrementAndGet());
            try (LayerLocks.Held held = locks.lock(diffId)) {
                chains.forget(diffId);
                Files.move(root.layer(diffId), doomed, StandardCopyOption.ATOMIC_MOVE);
            }
            TreeRemoval.remove(doomed);
        } catch (NoSuchFileException e) {
            // it was not there
        } catch (IOException e) {
            throw new StorageFailed("cannot remove layer " + diffId + ": " + e, e);
        }
    }

    @Override
    public List<Digest> layers() {
        return list(root.layers(), name -> new Digest("sha256", name));
    }

    @Override
    public void prepare(ContainerId container, List<Digest> chain) {
        Path folder = root.container(container);
        try {
            Chain below = chains.of(chain);
            Files.createDirectory(folder, PRIVATE);
            Path diff = Files.createDirectory(folder.resolve("diff"));
            Files.setAttribute(diff, "unix:mode", below.mode(), LinkOption.NOFOLLOW_LINKS);
            if (below.uid() != 0 || below.gid() != 0) {
                Files.setAttribute(diff, "unix:uid", below.uid(), LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(diff, "unix:gid", below.gid(), LinkOption.NOFOLLOW_LINKS);
            }
            Files.createDirectory(folder.resolve("work"), PRIVATE);
            Files.createDirectory(folder.resolve("merged"), PRIVATE);
            // last: what has it is whole
            Files.createSymbolicLink(folder.resolve("chain"), Path.of(below.id()));
        } catch (FileAlreadyExistsException e) {
            throw new StorageFailed("container " + container + " has a writable layer already", e);
        } catch (IOException e) {
            throw failed("prepare", container, e);
        }
    }

    private Chain chainOf(ContainerId container) throws IOException {
        return chains.withId(Files.readSymbolicLink(root.container(container).resolve("chain"))
                .toString());
    }

    @Override
    public Path mount(ContainerId container) {
        Path folder = root.container(container);
        Path merged = folder.resolve("merged");
        try {
            if (!OverlayMount.isMounted(merged)) {
                OverlayMount.mount(chainOf(container), folder);
            }
            return merged;
        } catch (IOException e) {
            throw failed("mount", container, e);
        }
    }

    @Override
    public void unmount(ContainerId container) {
        try {
            OverlayMount.unmount(root.container(container).resolve("merged"));
        } catch (IOException e) {
            throw failed("unmount", container, e);
        }
    }

    @Override
    public long usage(ContainerId container) {
        try {
            return TreeSize.of(root.container(container).resolve("diff"));
        } catch (IOException e) {
            throw failed("look at", container, e);
        }
    }

    @Override
    public Capture capture(ContainerId container, boolean whole) {
        Path folder = root.container(container);
        try {
            Chain below = chainOf(container);
            boolean mounting = whole && !OverlayMount.isMounted(folder.resolve("merged"));
            Path work = root.scratch().resolve("capture-" + scratch.incrementAndGet());
            LayerCapture capture = new LayerCapture(this, work, limits, () -> {
                if (mounting) {
                    unmount(container);
                }
            });
            try {
                capture.open(
                        whole ? mount(container) : folder.resolve("diff"),
                        whole ? Optional.empty() : Optional.of(below));
                return capture;
            } catch (IOException | RuntimeException e) {
                capture.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed("read", container, e);
        }
    }

    @Override
    public void remove(ContainerId container) {
        unmount(container);
        try {
            TreeRemoval.remove(root.container(container));
        } catch (IOException e) {
            throw failed("remove", container, e);
        }
    }

    private static StorageFailed failed(String what, ContainerId container, IOException cause) {
        return new StorageFailed(
                "cannot " + what + " the root file system of container " + container + ": " + cause, cause);
    }

    @Override
    public List<ContainerId> containers() {
        return list(root.containers(), ContainerId::new);
    }

    private static <T> List<T> list(Path folder, Function<String, T> read) {
        List<T> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path each : entries) {
                String name = each.getFileName().toString();
                if (name.matches("[0-9a-f]{64}")) {
                    found.add(read.apply(name));
                }
            }
        } catch (IOException e) {
            throw new StorageFailed("cannot list " + folder + ": " + e, e);
        }
        return List.copyOf(found);
    }

    @Override
    public Map<String, String> describe(ContainerId container) {
        Path folder = root.container(container);
        try {
            Map<String, String> shown = new LinkedHashMap<>();
            shown.put(
                    "LowerDir",
                    chainOf(container).lower().stream().map(Path::toString).collect(Collectors.joining(":")));
            shown.put("UpperDir", folder.resolve("diff").toString());
            shown.put("WorkDir", folder.resolve("work").toString());
            shown.put("MergedDir", folder.resolve("merged").toString());
            return shown;
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException e) {
            throw failed("describe", container, e);
        }
    }

    @Override
    public StoreFacts facts() {
        try {
            return new StoreFacts(
                    "overlay",
                    root.root().toString(),
                    root.runRoot().toString(),
                    disk.getTotalSpace(),
                    disk.getTotalSpace() - disk.getUnallocatedSpace(),
                    Map.of(
                            "Backing Filesystem", disk.type(),
                            "Native Overlay Diff", "true",
                            "Supports d_type", "true",
                            "Using metacopy", "false"));
        } catch (IOException e) {
            throw new StorageFailed("cannot look at the disk below " + root.root() + ": " + e, e);
        }
    }
}
