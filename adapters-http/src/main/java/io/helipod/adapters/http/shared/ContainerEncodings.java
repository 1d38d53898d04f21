package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.json.Encoded;
import io.helipod.core.container.ContainerRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps what was made of container records, so that reading one again costs a copy. An entry is good for one revision of its
 * container and for one kind; everything else that it shows has to be in the kind. The least recently used go when there
 * is too much. Thread-safe.
 */
public final class ContainerEncodings {
    /** Enough for some ten thousand rows, or a thousand documents. */
    private static final int MOST_BYTES = 8 << 20;

    private final int mostBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    private record Key(String id, Object kind) {}

    private record Entry(long revision, Encoded encoded) {
        /** What it costs about, with the objects around the bytes. */
        private int cost() {
            return encoded.length() + 256;
        }
    }

    public ContainerEncodings() {
        this(MOST_BYTES);
    }

    /** @param mostBytes bound of what is held */
    ContainerEncodings(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * What was made of this record before, or makes it.
     *
     * @param kind tells apart what is made of one record, with equals; holds what is shown besides the record
     */
    public Encoded get(ContainerRecord container, Object kind, Supplier<Encoded> make) {
        Key key = new Key(container.id().value(), kind);
        Entry held;
        lock.lock();
        try {
            held = entries.get(key);
        } finally {
            lock.unlock();
        }
        if (held != null && held.revision() == container.revision()) {
            return held.encoded();
        }
        Encoded made = make.get();
        keep(key, new Entry(container.revision(), made));
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
