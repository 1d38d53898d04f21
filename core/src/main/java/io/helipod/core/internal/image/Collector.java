package io.helipod.core.internal.image;

import io.helipod.core.id.Digest;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.LayerStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Frees blobs and layers that no image refers to, and nothing else. Work in progress holds what it has stored by pins, from before
 * the moment it becomes visible until an image's record refers to it or the work has failed.
 */
public final class Collector {
    private static final Duration OLDEST_PART = Duration.ofDays(1);
    private final ContentStore content;
    private final LayerStore layers;
    private final ImageStore images;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    // apart: an uncompressed layer's blob has the digest of the layer
    private final Map<Digest, Integer> pinnedBlobs = new HashMap<>();
    private final Map<Digest, Integer> pinnedLayers = new HashMap<>();

    public Collector(ContentStore content, LayerStore layers, ImageStore images, InstantSource clock) {
        this.clock = clock;
        this.content = content;
        this.layers = layers;
        this.images = images;
    }

    /** What one piece of work has stored; closing it frees all that no image has come to need. */
    public final class Pins implements AutoCloseable {
        private final Set<Digest> blobs = new HashSet<>();
        private final Set<Digest> diffIds = new HashSet<>();

        /** Makes a blob visible and holds it, in one step. */
        public Digest blob(Supplier<Digest> commit) {
            lock.lock();
            try {
                Digest digest = commit.get();
                if (blobs.add(digest)) {
                    pinnedBlobs.merge(digest, 1, Integer::sum);
                }
                return digest;
            } finally {
                lock.unlock();
            }
        }

        /** Holds a blob that is about to be looked for: if it is there then, it stays. */
        public void hold(Digest digest) {
            lock.lock();
            try {
                if (blobs.add(digest)) {
                    pinnedBlobs.merge(digest, 1, Integer::sum);
                }
            } finally {
                lock.unlock();
            }
        }

        /** Holds a layer that is about to be unpacked, or is there already. */
        public void layer(Digest diffId) {
            lock.lock();
            try {
                if (diffIds.add(diffId)) {
                    pinnedLayers.merge(diffId, 1, Integer::sum);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                blobs.forEach(digest -> unpin(pinnedBlobs, digest));
                diffIds.forEach(digest -> unpin(pinnedLayers, digest));
            } finally {
                lock.unlock();
            }
            collect(blobs, diffIds);
        }
    }

    /** Begins to hold. */
    public Pins pins() {
        return new Pins();
    }

    /** Frees what only these images needed; their records are gone already. */
    void removed(Collection<ImageRecord> gone) {
        collect(
                gone.stream().flatMap(ImageRecord::blobs).collect(Collectors.toSet()),
                gone.stream().flatMap(image -> image.chain().stream()).collect(Collectors.toSet()));
    }

    /**
     * Frees all that no image needs, and the parts of blobs that nobody went on with; for the start of the engine, when a kill may have
     * left anything.
     */
    public void sweep() {
        collect(content.list(), layers.layers());
        dropOldParts();
    }

    /** Layers that no image needs and no work in progress holds. */
    List<Digest> unreferencedLayers() {
        lock.lock();
        try {
            Set<Digest> needed = images.list().stream()
                    .flatMap(image -> image.chain().stream())
                    .collect(Collectors.toSet());
            return layers.layers().stream()
                    .filter(digest -> !needed.contains(digest) && !pinnedLayers.containsKey(digest))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Frees parts of blobs that were not touched for a day. */
    void dropOldParts() {
        content.dropParts(clock.instant().minus(OLDEST_PART));
    }

    private void collect(Collection<Digest> blobs, Collection<Digest> diffIds) {
        lock.lock();
        try {
            List<ImageRecord> all = images.list();
            Set<Digest> neededBlobs = all.stream().flatMap(ImageRecord::blobs).collect(Collectors.toSet());
            Set<Digest> neededLayers =
                    all.stream().flatMap(image -> image.chain().stream()).collect(Collectors.toSet());
            blobs.stream()
                    .filter(digest -> !neededBlobs.contains(digest) && !pinnedBlobs.containsKey(digest))
                    .forEach(content::delete);
            diffIds.stream()
                    .filter(digest -> !neededLayers.contains(digest) && !pinnedLayers.containsKey(digest))
                    .forEach(layers::removeLayer);
        } finally {
            lock.unlock();
        }
    }

    private static void unpin(Map<Digest, Integer> pinned, Digest digest) {
        pinned.computeIfPresent(digest, (key, count) -> count == 1 ? null : count - 1);
    }
}
