package io.helipod.adapters.storage.layer;

import io.helipod.core.error.EngineException.TooLarge;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is seen on top of a chain of layers, read from their archives (OCI image spec, layer.md). Whiteouts hide what is below their layer,
 * wherever they stand in it. For one thread.
 */
final class LayerListing {
    private static final String WHITEOUT = ".wh.";
    private static final String OPAQUE = ".wh..wh..opq";

    /** Names are held in memory, some 200 bytes for each. */
    private static final long MOST_ENTRIES = 200_000;

    private final UnpackLimits limits;
    private final NavigableMap<String, Entry> entries = new TreeMap<>();

    /**
     * What is told of a path; equal entries are the same file as far as archives tell.
     *
     * @param changed empty for a folder that is only implied
     */
    record Entry(char type, int mode, long uid, long gid, long size, String link, Optional<TarEntry.Time> changed) {
        private static final Entry IMPLIED = new Entry(TarEntry.FOLDER, 0755, 0, 0, 0, "", Optional.empty());

        private static Entry of(TarEntry entry) {
            boolean file = entry.type() == TarEntry.FILE;
            return new Entry(
                    entry.type(),
                    entry.mode() & 07777,
                    entry.uid(),
                    entry.gid(),
                    file ? entry.size() : 0,
                    entry.type() == TarEntry.SYMBOLIC_LINK ? entry.link() : "",
                    Optional.of(entry.changed()));
        }
    }

    /** Nothing. */
    LayerListing(UnpackLimits limits) {
        this.limits = limits;
    }

    /** The same, to go on from another way. */
    LayerListing copy() {
        LayerListing copy = new LayerListing(limits);
        copy.entries.putAll(entries);
        return copy;
    }

    /** By path without a slash before it, sorted. */
    NavigableMap<String, Entry> entries() {
        return entries;
    }

    /** Lays a layer on top. */
    void add(LayerStream layer) {
        Map<String, Entry> fresh = new HashMap<>();
        List<String[]> links = new ArrayList<>();
        TarReader reader = new TarReader(layer);
        long most = Math.min(MOST_ENTRIES, limits.entries());
        long count = 0;
        for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
            if (++count + entries.size() > most) {
                throw new TooLarge("the layers have more than " + most + " entries");
            }
            TarEntry entry = next.get();
            EntryPath path = EntryPath.parse(entry.name());
            if (path.isRoot()) {
                continue;
            }
            if (path.name().equals(OPAQUE)) {
                removeBelow(path.folder());
            } else if (path.name().startsWith(WHITEOUT)) {
                remove(path.sibling(path.name().substring(WHITEOUT.length())).text());
            } else if (entry.type() == TarEntry.HARD_LINK) {
                links.add(
                        new String[] {path.text(), EntryPath.parse(entry.link()).text()});
            } else {
                fresh.put(path.text(), Entry.of(entry));
            }
        }
        for (String[] link : links) {
            Entry target = fresh.getOrDefault(link[1], entries.get(link[1]));
            if (target != null) {
                fresh.put(link[0], target);
            }
        }
        fresh.forEach(this::put);
    }

    private void put(String path, Entry entry) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            Entry there = entries.putIfAbsent(path.substring(0, slash), Entry.IMPLIED);
            if (there != null && there.type() != TarEntry.FOLDER) {
                entries.put(path.substring(0, slash), Entry.IMPLIED);
            }
        }
        if (entry.type() != TarEntry.FOLDER) {
            removeBelow(path);
        }
        entries.put(path, entry);
    }

    private void remove(String path) {
        entries.remove(path);
        removeBelow(path);
    }

    private void removeBelow(String path) {
        if (path.isEmpty()) {
            entries.clear();
        } else {
            entries.subMap(path + "/", true, path + "0", false).clear(); // the character behind the slash
        }
    }
}
