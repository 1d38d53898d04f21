package io.helipod.core.internal.work;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One fair lock per object, there only while somebody holds or wants it. Order between objects: pods, containers, volumes, by id
 * within a kind. Decide under the lock; wait, pull and stream outside it.
 */
public final class LockTable<K> {
    private final ConcurrentHashMap<K, Entry> entries = new ConcurrentHashMap<>();

    /** Held until closed, by the thread that took it. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Entry {
        private final ReentrantLock lock = new ReentrantLock(true);
        private int users;
    }

    /** Waits for the object's lock. Reentrant. */
    public Held lock(K key) {
        Entry entry = enter(key);
        entry.lock.lock();
        return () -> {
            entry.lock.unlock();
            leave(key);
        };
    }

    /** The same, unless the thread is interrupted while it waits. */
    public Held lockInterruptibly(K key) throws InterruptedException {
        Entry entry = enter(key);
        try {
            entry.lock.lockInterruptibly();
        } catch (InterruptedException e) {
            leave(key);
            throw e;
        }
        return () -> {
            entry.lock.unlock();
            leave(key);
        };
    }

    private Entry enter(K key) {
        return entries.compute(key, (k, old) -> {
            Entry one = old == null ? new Entry() : old;
            one.users++;
            return one;
        });
    }

    private void leave(K key) {
        entries.computeIfPresent(key, (k, one) -> --one.users == 0 ? null : one);
    }
}
