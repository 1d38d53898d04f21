package io.helipod.adapters.storage.record;

import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.event.Event;
import io.helipod.core.spi.storage.EventLog;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reads events through a connection of its own, opened by the first reader, so that the writer never waits for one. */
final class SqliteEventLog implements EventLog, AutoCloseable {
    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable RecordDatabase database;
    private boolean closed;

    SqliteEventLog(Path file) {
        this.file = file;
    }

    @Override
    public List<Event> read(Optional<Instant> since, Optional<Instant> until) {
        lock.lock();
        try {
            if (closed) {
                throw new StorageFailed("the event log is closed");
            }
            if (database == null) {
                database = RecordDatabase.openReader(file);
            }
            return List.copyOf(database.events(
                    since.map(Rows::nanos).orElse(Long.MIN_VALUE),
                    until.map(Rows::nanos).orElse(Long.MAX_VALUE)));
        } catch (SQLException e) {
            throw new StorageFailed("cannot read events: " + e.getMessage(), e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws SQLException {
        lock.lock();
        try {
            closed = true;
            if (database != null) {
                database.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
