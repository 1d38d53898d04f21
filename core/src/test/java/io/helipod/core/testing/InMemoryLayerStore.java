package io.helipod.core.testing;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.Digest;
import io.helipod.core.image.LayerChange;
import io.helipod.core.spi.storage.LayerCompression;
import io.helipod.core.spi.storage.LayerStore;
import io.helipod.core.system.StoreFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Layers whose archives are not looked into. Of compressions it knows gzip, and for bzip2 takes whatever {@code BZh} stands before. */
public final class InMemoryLayerStore implements LayerStore {
    private final Map<Digest, Long> layers = new ConcurrentHashMap<>();
    private final Map<ContainerId, List<Digest>> containers = new ConcurrentHashMap<>();
    private final Set<ContainerId> mounted = ConcurrentHashMap.newKeySet();
    private final Map<ContainerId, Long> written = new ConcurrentHashMap<>();
    private volatile Consumer<ContainerId> onCapture = container -> {};

    @Override
    public LayerInfo unpack(List<Digest> chain, BlobSource blob) {
        byte[] bytes = bytes(blob);
        if (!InMemoryContentStore.digestOf(bytes).equals(chain.getLast())) {
            throw new InvalidArgument("layer does not have the diff id " + chain.getLast());
        }
        layers.put(chain.getLast(), (long) bytes.length);
        return new LayerInfo(chain.getLast(), bytes.length);
    }

    /** One whose text begins with {@code link} needs those below. */
    @Override
    public Optional<LayerInfo> tryUnpack(List<Digest> chain, BlobSource blob) {
        byte[] bytes = bytes(blob);
        boolean links = new String(bytes, StandardCharsets.ISO_8859_1).startsWith("link");
        if (links && !layers.keySet().containsAll(chain.subList(0, chain.size() - 1))) {
            return Optional.empty();
        }
        return Optional.of(unpack(chain, () -> new ByteArrayInputStream(bytes)));
    }

    @Override
    public Digest diffId(BlobSource blob) {
        return InMemoryContentStore.digestOf(bytes(blob));
    }

    @Override
    public Digest decompress(BlobSource blob, Taker taker) throws IOException {
        byte[] bytes = bytes(blob);
        taker.take(bytes, 0, bytes.length);
        return InMemoryContentStore.digestOf(bytes);
    }

    private static byte[] bytes(BlobSource blob) {
        try (InputStream in = blob.open()) {
            byte[] bytes = in.readAllBytes();
            return switch (LayerCompression.of(bytes)) {
                case GZIP -> new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
                case BZIP2 -> Arrays.copyOfRange(bytes, 3, bytes.length);
                case NONE, ZSTD, XZ -> bytes;
            };
        } catch (IOException e) {
            throw new StorageFailed("layer could not be read", e);
        }
    }

    @Override
    public long tarSize(List<Digest> chain, BlobSource blob) {
        return Optional.ofNullable(layers.get(chain.getLast()))
                .orElseThrow(() -> new StorageFailed("layer " + chain.getLast() + " is not unpacked"));
    }

    @Override
    public InputStream openTar(BlobSource blob) throws IOException {
        return blob.open();
    }

    /** Of plain tars with short names; a folder is not told of what changes in it. */
    @Override
    public List<LayerChange> changes(List<BlobSource> from, List<BlobSource> to) {
        Map<String, String> before = files(from);
        Map<String, String> after = files(to);
        return Stream.concat(before.keySet().stream(), after.keySet().stream())
                .distinct()
                .sorted()
                .filter(path -> !Objects.equals(before.get(path), after.get(path)))
                .map(path -> new LayerChange(
                        "/" + path,
                        !before.containsKey(path)
                                ? LayerChange.Kind.ADDED
                                : after.containsKey(path) ? LayerChange.Kind.MODIFIED : LayerChange.Kind.DELETED))
                .toList();
    }

    /** Every file's name to its header and content. */
    private static Map<String, String> files(List<BlobSource> chain) {
        Map<String, String> files = new HashMap<>();
        for (BlobSource blob : chain) {
            String tar = new String(bytes(blob), StandardCharsets.ISO_8859_1);
            for (int at = 0; at + 512 <= tar.length() && tar.charAt(at) != 0; ) {
                String name = tar.substring(at, tar.indexOf(0, at));
                int size = Integer.parseInt(tar.substring(at + 124, at + 135), 8);
                String content = tar.substring(at, at + 512 + size);
                if (name.startsWith(".wh.")) {
                    files.remove(name.substring(4));
                } else {
                    files.put(name, content);
                }
                at += 512 + (size + 511) / 512 * 512;
            }
        }
        return files;
    }

    @Override
    public boolean has(List<Digest> chain) {
        return layers.containsKey(chain.getLast());
    }

    @Override
    public void removeLayer(Digest diffId) {
        layers.remove(diffId);
    }

    @Override
    public List<Digest> layers() {
        return List.copyOf(layers.keySet());
    }

    @Override
    public void prepare(ContainerId container, List<Digest> chain) {
        if (!layers.keySet().containsAll(chain)) {
            throw new StorageFailed("a layer of " + container + " is missing");
        }
        containers.put(container, List.copyOf(chain));
    }

    @Override
    public Path mount(ContainerId container) {
        if (!containers.containsKey(container)) {
            throw new StorageFailed("container " + container + " has no writable layer");
        }
        mounted.add(container);
        return Path.of("/rootfs", container.value());
    }

    @Override
    public void unmount(ContainerId container) {
        mounted.remove(container);
    }

    @Override
    public void remove(ContainerId container) {
        mounted.remove(container);
        written.remove(container);
        containers.remove(container);
    }

    @Override
    public List<ContainerId> containers() {
        return List.copyOf(containers.keySet());
    }

    /** As if the container had written so many bytes more. */
    public void write(ContainerId container, long bytes) {
        written.merge(container, bytes, Long::sum);
    }

    @Override
    public long usage(ContainerId container) {
        return written.getOrDefault(container, 0L);
    }

    /** What it wrote as text, after the layers below if these are wanted too; one entry for each part. */
    @Override
    public Capture capture(ContainerId container, boolean whole) {
        List<Digest> chain = containers.get(container);
        if (chain == null) {
            throw new StorageFailed("container " + container + " has no writable layer");
        }
        long own = usage(container);
        String text = (whole ? chain.toString() : "") + (own > 0 ? "wrote " + own : "");
        return new Capture() {
            @Override
            public long write(OutputStream tar) {
                onCapture.accept(container);
                try {
                    tar.write(text.getBytes(StandardCharsets.UTF_8));
                    return (whole ? chain.size() : 0) + (own > 0 ? 1 : 0);
                } catch (IOException e) {
                    throw new StorageFailed("changes could not be written", e);
                }
            }

            @Override
            public LayerInfo keep(Digest diffId) {
                layers.putIfAbsent(diffId, (long) text.length());
                return new LayerInfo(diffId, layers.get(diffId));
            }

            @Override
            public void close() {}
        };
    }

    /** What happens while a container's changes are read. */
    public void duringCapture(Consumer<ContainerId> what) {
        onCapture = what;
    }

    /** Containers whose root is mounted. */
    public Set<ContainerId> mounted() {
        return Set.copyOf(mounted);
    }

    @Override
    public Map<String, String> describe(ContainerId container) {
        return containers.containsKey(container) ? Map.of("UpperDir", "/upper/" + container) : Map.of();
    }

    @Override
    public StoreFacts facts() {
        return new StoreFacts("overlay", "/root", "/run", 1000, 10, Map.of());
    }
}
