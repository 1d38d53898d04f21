package io.helipod.adapters.storage.layer;

import io.helipod.adapters.storage.file.AtomicFile;
import io.helipod.adapters.storage.file.StorageRoot;
import io.helipod.adapters.storage.file.TreeRemoval;
import io.helipod.adapters.storage.linux.LinuxCalls;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is worked out once per chain of layers and kept: which folders to mount, the root's attributes, corrected folders, short
 * links. Thread-safe.
 *
 * <p>Corrected folders: a layer that holds {@code tmp/x} but not {@code tmp} says nothing about tmp's owner and mode, yet
 * overlayfs shows those of the topmost folder. So a small layer on top of the chain repeats each such folder with the attributes
 * of the layer that named it. Per chain, because the same layer may lie on different ones.
 */
final class ChainStore {
    private static final String FILE = "layers";
    private static final String FIX = "fix";

    private final StorageRoot root;
    private final AtomicLong scratch;
    private final Map<String, Chain> known = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** @param scratch numbers names in the scratch folder */
    ChainStore(StorageRoot root, AtomicLong scratch) {
        this.root = root;
        this.scratch = scratch;
    }

    /** Where the layer at the end of the chain lies, if it is unpacked for it. */
    Optional<Path> layer(List<Digest> diffIds) {
        Path layer = root.layer(diffIds.getLast());
        Path shared = layer.resolve(OverlayLayerStore.SHARED);
        if (Files.isDirectory(shared)) {
            return Optional.of(shared);
        }
        Path own = layer.resolve(Chain.id(diffIds));
        return Files.isDirectory(own) ? Optional.of(own) : Optional.empty();
    }

    /** The layers of a chain, lowest first, as one looks at them. */
    List<ChainView.Layer> view(List<Digest> diffIds) throws IOException {
        List<ChainView.Layer> layers = new ArrayList<>();
        for (Path each : mounted(diffIds)) {
            layers.add(new ChainView.Layer(
                    each.resolve("diff"), LayerFacts.read(each).implied()));
        }
        return layers;
    }

    /** The chain of these layers, made when it is asked for the first time. */
    Chain of(List<Digest> diffIds) throws IOException {
        String id = Chain.id(diffIds);
        Chain chain = known.get(id);
        if (chain != null) {
            return chain;
        }
        lock.lock();
        try {
            if (!Files.isDirectory(root.chain(id))) {
                make(id, diffIds);
            }
            return withId(id);
        } finally {
            lock.unlock();
        }
    }

    /** A chain that was made before. */
    Chain withId(String id) throws IOException {
        Chain chain = known.get(id);
        if (chain == null) {
            chain = read(id);
            known.put(id, chain);
        }
        return chain;
    }

    private Chain read(String id) throws IOException {
        Path folder = root.chain(id);
        List<String> lines = Files.readAllLines(folder.resolve(FILE), StandardCharsets.US_ASCII);
        String[] first = lines.getFirst().split(" ", -1);
        List<Path> lower = new ArrayList<>();
        if (Files.isDirectory(folder.resolve(FIX))) {
            lower.add(folder.resolve(FIX));
        }
        for (String line : lines.subList(1, lines.size()).reversed()) {
            lower.add(root.layers().resolve(line).resolve("diff"));
        }
        return new Chain(
                id,
                folder,
                lower,
                Integer.parseInt(first[0], 8),
                Integer.parseUnsignedInt(first[1]),
                Integer.parseUnsignedInt(first[2]));
    }

    /**
     * The folders of the layers to mount, lowest first: none twice, which overlayfs refuses, and none below a layer that hides
     * all. Leaving out the lower of two equal layers changes nothing, for the upper one says all of it again.
     */
    private List<Path> mounted(List<Digest> diffIds) throws IOException {
        SequencedSet<Path> top = new LinkedHashSet<>();
        for (int i = diffIds.size(); i > 0; i--) {
            Digest diffId = diffIds.get(i - 1);
            Path layer = layer(diffIds.subList(0, i))
                    .orElseThrow(() -> new StorageFailed("layer " + diffId + " is not unpacked"));
            top.add(layer);
            if (LayerFacts.read(layer).hidesAll()) {
                break;
            }
        }
        return List.copyOf(top).reversed();
    }

    private void make(String id, List<Digest> diffIds) throws IOException {
        List<Path> layers = mounted(diffIds);
        Path folder = Files.createDirectory(root.scratch().resolve("chain-" + scratch.incrementAndGet()));
        try (LinuxCalls linux = LinuxCalls.withBlock()) {
            StringBuilder text = new StringBuilder();
            try (ChainView view = new ChainView(linux, view(diffIds))) {
                ChainView.Folder top = view.folder("")
                        .map(ChainView.Effective::folder)
                        .orElse(new ChainView.Folder(0, 0, 0755, new TarEntry.Time(0, 0), Map.of()));
                text.append(Integer.toOctalString(top.mode()) + " " + top.uid() + " " + top.gid() + "\n");
                correct(linux, view, layers, folder);
            }
            for (Path each : layers) {
                text.append(root.layers().relativize(each)).append('\n');
            }
            List<Path> lower = new ArrayList<>();
            if (Files.isDirectory(folder.resolve(FIX))) {
                lower.add(Path.of("..", FIX));
            }
            for (Path each : layers.reversed()) {
                lower.add(Path.of("../../..").resolve(root.overlay().relativize(each.resolve("diff"))));
            }
            if (lower.size() > Chain.MOST_LOWER) {
                throw new NotSupported(
                        "the image has " + lower.size() + " layers, overlayfs takes " + Chain.MOST_LOWER + " at most");
            }
            Path links = Files.createDirectory(folder.resolve("l"));
            for (int i = 0; i < lower.size(); i++) {
                Files.createSymbolicLink(links.resolve(Integer.toString(i)), lower.get(i));
            }
            AtomicFile.writeSynced(folder.resolve(FILE), text.toString().getBytes(StandardCharsets.US_ASCII));
            AtomicFile.syncFolder(folder);
            Files.move(folder, root.chain(id), StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.syncFolder(root.chains());
        } finally {
            TreeRemoval.remove(folder);
        }
    }

    /** Makes the layer of corrected folders, if any is needed; overlayfs needs one layer at least, so an empty chain gets it too. */
    private static void correct(LinuxCalls linux, ChainView view, List<Path> layers, Path folder) throws IOException {
        Set<String> wrong = new TreeSet<>();
        for (Path each : layers.stream().skip(1).toList()) { // what the lowest one implies has nothing below it
            for (String path : LayerFacts.read(each).implied()) {
                if (!path.isEmpty()
                        && view.folder(path).filter(ChainView.Effective::wrong).isPresent()) {
                    wrong.add(path);
                    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
                        wrong.add(path.substring(0, slash));
                    }
                }
            }
        }
        if (wrong.isEmpty() && !layers.isEmpty()) {
            return;
        }
        Path fix = Files.createDirectory(folder.resolve(FIX));
        Path trash = Files.createDirectory(folder.resolve("trash"));
        try (LayerTree tree = new LayerTree(linux, fix, trash)) {
            tree.describe(EntryPath.ROOT, 0, 0, 0755, Map.of());
            for (String path : wrong) { // sorted, so what holds others comes first
                ChainView.Folder right = view.folder(path).orElseThrow().folder();
                EntryPath entry = EntryPath.parse(path);
                tree.makeFolder(entry);
                tree.describe(entry, right.uid(), right.gid(), right.mode(), right.attributes());
            }
            for (String path : new ArrayList<>(wrong).reversed()) {
                ChainView.Folder right = view.folder(path).orElseThrow().folder();
                tree.stamp(EntryPath.parse(path), right.changed(), right.changed());
            }
        }
        Files.delete(trash);
    }

    /** Forgets every chain that a layer is part of. */
    void forget(Digest diffId) throws IOException {
        lock.lock();
        try (DirectoryStream<Path> chains = Files.newDirectoryStream(root.chains())) {
            for (Path each : chains) {
                if (Files.readString(each.resolve(FILE), StandardCharsets.US_ASCII)
                        .contains("\n" + diffId.hex() + "/")) {
                    known.remove(each.getFileName().toString());
                    Path doomed = root.scratch().resolve("chain-" + scratch.incrementAndGet());
                    Files.move(each, doomed, StandardCopyOption.ATOMIC_MOVE);
                    TreeRemoval.remove(doomed);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
