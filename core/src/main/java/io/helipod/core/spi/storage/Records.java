package io.helipod.core.spi.storage;

import io.helipod.core.event.Event;
import java.util.List;

/**
 * Driven port: the only way to change what is recorded. Thread-safe.
 *
 * <p>A commit is atomic over all its changes and events and durable when it returns (SQLite, WAL, synchronous FULL); the read
 * views show it from then on, never half of it. Failures are StorageFailed and change nothing.
 */
public interface Records {
    /** Applies all changes in order, and appends the events. */
    void commit(List<Change> changes, List<Event> events);
}
