package io.helipod.adapters.storage.record;

import io.helipod.core.id.Digest;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.ImageRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The images of a {@link RecordIndex}. Immutable. */
final class ImageIndex {
    /** No image. */
    static final ImageIndex EMPTY = new ImageIndex(SharedMap.byId(), SharedMap.byName(), SharedMap.byName());

    private static final Comparator<ImageRecord> NEWEST = Comparator.comparing(ImageRecord::created)
            .reversed()
            .thenComparing(each -> each.id().value());
    private final SharedMap<ImageRecord> byId;
    private final SharedMap<ImageId> names;
    private final SharedMap<ImageId> manifests;
    private volatile @Nullable List<ImageRecord> list;

    private ImageIndex(SharedMap<ImageRecord> byId, SharedMap<ImageId> names, SharedMap<ImageId> manifests) {
        this.byId = byId;
        this.names = names;
        this.manifests = manifests;
    }

    Optional<ImageRecord> get(ImageId id) {
        return byId.get(id.value());
    }

    Optional<ImageRecord> named(String name) {
        return names.get(name).flatMap(this::get);
    }

    Optional<ImageRecord> withManifest(String digest) {
        return manifests.get(digest).flatMap(this::get);
    }

    List<ImageRecord> withPrefix(String prefix) {
        List<ImageRecord> found = byId.startingWith(prefix);
        found.sort(NEWEST);
        return List.copyOf(found);
    }

    /** Newest first; unchanging. */
    List<ImageRecord> list() {
        List<ImageRecord> sorted = list;
        if (sorted == null) {
            List<ImageRecord> all = byId.values();
            all.sort(NEWEST);
            sorted = List.copyOf(all);
            list = sorted;
        }
        return sorted;
    }

    /** The images that lose names to this one, without them. */
    List<ImageRecord> losers(ImageRecord winner) {
        Map<ImageId, Set<String>> taken = new HashMap<>();
        for (String name : winner.names()) {
            names.get(name)
                    .filter(id -> !id.equals(winner.id()))
                    .ifPresent(id -> taken.computeIfAbsent(id, none -> new LinkedHashSet<>())
                            .add(name));
        }
        List<ImageRecord> losers = new ArrayList<>();
        taken.forEach((id, lost) -> get(id).ifPresent(loser -> {
            List<String> kept =
                    loser.names().stream().filter(name -> !lost.contains(name)).toList();
            Set<String> former = new LinkedHashSet<>(loser.formerNames());
            former.addAll(lost);
            losers.add(loser.withNames(kept, List.copyOf(former)));
        }));
        return losers;
    }

    ImageIndex with(ImageRecord record) {
        ImageIndex clean = without(record.id());
        SharedMap<ImageId> newNames = clean.names;
        for (String name : record.names()) {
            newNames = newNames.with(name, record.id());
        }
        SharedMap<ImageId> newManifests = clean.manifests;
        for (Digest digest : record.manifests().toList()) {
            newManifests = newManifests.with(digest.toString(), record.id());
        }
        return new ImageIndex(clean.byId.with(record.id().value(), record), newNames, newManifests);
    }

    ImageIndex without(ImageId id) {
        Optional<ImageRecord> before = byId.get(id.value());
        if (before.isEmpty()) {
            return this;
        }
        SharedMap<ImageId> left = names;
        for (String name : before.get().names()) {
            if (left.get(name).filter(id::equals).isPresent()) {
                left = left.without(name);
            }
        }
        SharedMap<ImageId> leftManifests = manifests;
        for (Digest digest : before.get().manifests().toList()) {
            // an index may have come to mean its image for another platform
            if (leftManifests.get(digest.toString()).filter(id::equals).isPresent()) {
                leftManifests = leftManifests.without(digest.toString());
            }
        }
        return new ImageIndex(byId.without(id.value()), left, leftManifests);
    }
}
