package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.json.Encoded;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps what was made of records, so that reading one again costs a copy. An entry is good for one version of its object and for one kind;
 * everything else that it shows has to be in the kind. The least recently used go when there is too much. Thread-safe.
 */
final class Encodings {
    private final int mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private record Key(String id, Object kind) {}

    private record Entry(Object version, Encoded encoded) {
        /** What it costs about, with the objects around the bytes. */
        private int cost() {
            return encoded.length() + 256;
        }
    }

    /** @param mostBytes bound of what is held */
    Encodings(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * What was made of this version before, or makes it.
     *
     * @param id of the object
     * @param version tells apart what the object was and is, with equals
     * @param kind tells apart what is made of one version, with equals; holds what is shown besides it
     */
    Encoded get(String id, Object version, Object kind, Supplier<Encoded> make) {
        Key key = new Key(id, kind);
        Entry held;
        lock.lock();
        try {
            held = entries.get(key);
        } finally {
            lock.unlock();
        }
        if (held != null && held.version().equals(version)) {
            return held.encoded();
        }
        Encoded made = make.get();
        keep(key, new Entry(version, made));
        return made;
    }

    private void keep(Key key, Entry entry) {
        lock.lock();
        try {
            Entry before = entries.put(key, entry);
            bytes += entry.cost() - (before == null ? 0 : before.cost());
            var oldest = entries.entrySet().iterator();
            while (bytes > mostBytes && oldest.hasNext()) {
                bytes -= oldest.next().getValue().cost();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }
}
