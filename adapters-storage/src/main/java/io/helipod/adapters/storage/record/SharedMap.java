package io.helipod.adapters.storage.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * An immutable map from text that shares most of itself with the maps it was made from: 256 small maps, of which a change copies
 * one. A thousand containers make a change cost four entries, not a thousand.
 */
final class SharedMap<V> {
    private static final int SLICES = 256;

    private final Map<String, V>[] slices;
    private final ToIntFunction<String> slice;
    private final int size;

    private SharedMap(Map<String, V>[] slices, ToIntFunction<String> slice, int size) {
        this.slices = slices;
        this.slice = slice;
        this.size = size;
    }

    /** For keys of any kind. */
    static <V> SharedMap<V> byName() {
        return empty(key -> (key.hashCode() ^ key.hashCode() >>> 8) & (SLICES - 1));
    }

    /** For keys in hexadecimal; those with a common prefix of two digits or more lie together. */
    static <V> SharedMap<V> byId() {
        return empty(SharedMap::firstByte);
    }

    private static <V> SharedMap<V> empty(ToIntFunction<String> slice) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // generic arrays cannot be made otherwise
        Map<String, V>[] slices = new Map[SLICES];
        Arrays.fill(slices, Map.of());
        return new SharedMap<>(slices, slice, 0);
    }

    private static int firstByte(String key) {
        return Character.digit(key.charAt(0), 16) << 4 | Character.digit(key.charAt(1), 16);
    }

    Optional<V> get(String key) {
        return Optional.ofNullable(slices[slice.applyAsInt(key)].get(key));
    }

    SharedMap<V> with(String key, V value) {
        return changed(key, copy -> copy.put(key, value));
    }

    SharedMap<V> without(String key) {
        return slices[slice.applyAsInt(key)].containsKey(key) ? changed(key, copy -> copy.remove(key)) : this;
    }

    private SharedMap<V> changed(String key, Consumer<Map<String, V>> change) {
        int at = slice.applyAsInt(key);
        Map<String, V> copy = new HashMap<>(slices[at]);
        change.accept(copy);
        Map<String, V>[] fresh = slices.clone();
        fresh[at] = copy;
        return new SharedMap<>(fresh, slice, size - slices[at].size() + copy.size());
    }

    /** All values, in no order; the caller's own list. */
    List<V> values() {
        List<V> all = new ArrayList<>(size);
        for (Map<String, V> each : slices) {
            all.addAll(each.values());
        }
        return all;
    }

    /** Values of hexadecimal keys that begin so; only for a map made {@link #byId}. */
    List<V> startingWith(String prefix) {
        List<V> found = new ArrayList<>();
        if (prefix.length() >= 2 && isHex(prefix)) {
            collect(slices[firstByte(prefix)], prefix, found);
        } else if (isHex(prefix)) {
            for (Map<String, V> each : slices) {
                collect(each, prefix, found);
            }
        }
        return found;
    }

    private static <V> void collect(Map<String, V> from, String prefix, List<V> into) {
        from.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                into.add(value);
            }
        });
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
