package io.helipod.adapters.storage.layer;

import io.helipod.adapters.storage.linux.ByteText;
import io.helipod.core.image.LayerChange;
import io.helipod.core.image.LayerChange.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** In what two listings differ. A folder counts as modified when something in it does; what is below a deleted one is not told. */
final class LayerDifference {
    private LayerDifference() {}

    static List<LayerChange> of(LayerListing from, LayerListing to) {
        NavigableMap<String, LayerListing.Entry> before = from.entries();
        NavigableMap<String, LayerListing.Entry> after = to.entries();
        NavigableMap<String, Kind> changes = new TreeMap<>();
        after.forEach((path, entry) -> {
            LayerListing.Entry old = before.get(path);
            if (old == null) {
                changes.put(path, Kind.ADDED);
            } else if (!old.equals(entry)) {
                changes.put(path, Kind.MODIFIED);
            }
        });
        for (String path : before.keySet()) {
            String folder = parent(path);
            if (!after.containsKey(path) && (folder.isEmpty() || isFolder(after, folder))) {
                changes.put(path, Kind.DELETED);
            }
        }
        for (String path : List.copyOf(changes.keySet())) {
            for (String above = parent(path); !above.isEmpty(); above = parent(above)) {
                changes.putIfAbsent(above, Kind.MODIFIED);
            }
        }
        List<LayerChange> told = new ArrayList<>();
        changes.forEach((path, kind) ->
                told.add(new LayerChange("/" + new String(ByteText.bytes(path), StandardCharsets.UTF_8), kind)));
        return told;
    }

    private static boolean isFolder(NavigableMap<String, LayerListing.Entry> listing, String path) {
        LayerListing.Entry entry = listing.get(path);
        return entry != null && entry.type() == TarEntry.FOLDER;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
