package io.helipod.adapters.storage.layer;

import io.helipod.core.id.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One lock per layer, there only while somebody holds or wants it; held for as long as it takes to move a layer to or from its place, and
 * never while one arrives.
 */
final class LayerLocks {
    private final Map<Digest, Entry> entries = new HashMap<>();

    /** Held until closed, by the thread that took it. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock();
        private int users;
    }

    Held lock(Digest diffId) {
        Entry entry;
        synchronized (entries) {
            entry = entries.computeIfAbsent(diffId, key -> new Entry());
            entry.users++;
        }
        entry.lock.lock();
        return () -> release(diffId, entry);
    }

    private void release(Digest diffId, Entry entry) {
        entry.lock.unlock();
        synchronized (entries) {
            if (--entry.users == 0) {
                entries.remove(diffId);
            }
        }
    }
}
