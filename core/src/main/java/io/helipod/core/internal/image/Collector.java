package io.helipod.core.internal.image;

import io.helipod.core.id.Digest;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.spi.storage.ContentStore;
import io.helipod.core.spi.storage.ContentStore.BlobWriter;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.LayerStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
    // on their way out; whoever wants one waits until it is gone
    private final Set<Digest> dyingBlobs = new HashSet<>();
    private final Set<Digest> dyingLayers = new HashSet<>();
    private final Condition gone = lock.newCondition();

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

        /** Makes a blob visible that is held before it is; nobody waits for its disk. */
        public Digest commit(BlobWriter blob) {
            hold(blob.digest());
            return blob.commit();
        }

        /** Holds a blob that is about to be looked for: if it is there then, it stays. */
        public void hold(Digest digest) {
            pin(digest, blobs, pinnedBlobs, dyingBlobs);
        }

        /** Holds a layer that is about to be unpacked, or is there already. */
        public void layer(Digest diffId) {
            pin(diffId, diffIds, pinnedLayers, dyingLayers);
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
                    .filter(digest -> !needed.contains(digest)
                            && !pinnedLayers.containsKey(digest)
                            && !dyingLayers.contains(digest))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** Frees parts of blobs that were not touched for a day. */
    void dropOldParts() {
        content.dropParts(clock.instant().minus(OLDEST_PART));
    }

    private void pin(Digest digest, Set<Digest> own, Map<Digest, Integer> pinned, Set<Digest> dying) {
        lock.lock();
        try {
            while (dying.contains(digest)) {
                gone.awaitUninterruptibly();
            }
            if (own.add(digest)) {
                pinned.merge(digest, 1, Integer::sum);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Decides under the lock, and removes without it: a layer may have very many files. */
    private void collect(Collection<Digest> blobs, Collection<Digest> diffIds) {
        List<Digest> doomedBlobs;
        List<Digest> doomedLayers;
        lock.lock();
        try {
            List<ImageRecord> all = images.list();
            Set<Digest> neededBlobs = all.stream().flatMap(ImageRecord::blobs).collect(Collectors.toSet());
            Set<Digest> neededLayers =
                    all.stream().flatMap(image -> image.chain().stream()).collect(Collectors.toSet());
            doomedBlobs = doomed(blobs, neededBlobs, pinnedBlobs, dyingBlobs);
            doomedLayers = doomed(diffIds, neededLayers, pinnedLayers, dyingLayers);
        } finally {
            lock.unlock();
        }
        try {
            removeAll(doomedBlobs, dyingBlobs, content::delete);
        } finally {
            removeAll(doomedLayers, dyingLayers, layers::removeLayer);
        }
    }

    private static List<Digest> doomed(
            Collection<Digest> candidates, Set<Digest> needed, Map<Digest, Integer> pinned, Set<Digest> dying) {
        return candidates.stream()
                .filter(digest -> !needed.contains(digest) && !pinned.containsKey(digest) && dying.add(digest))
                .toList();
    }

    private void removeAll(List<Digest> doomed, Set<Digest> dying, Consumer<Digest> removal) {
        Iterator<Digest> left = doomed.iterator();
        try {
            while (left.hasNext()) {
                Digest digest = left.next();
                try {
                    removal.accept(digest);
                } finally {
                    released(digest, dying);
                }
            }
        } finally {
            left.forEachRemaining(digest -> released(digest, dying));
        }
    }

    private void released(Digest digest, Set<Digest> dying) {
        lock.lock();
        try {
            dying.remove(digest);
            gone.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void unpin(Map<Digest, Integer> pinned, Digest digest) {
        pinned.computeIfPresent(digest, (key, count) -> count == 1 ? null : count - 1);
    }
}
