package io.helipod.adapters.storage.record;

import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.event.Event;
import io.helipod.core.id.ContainerId;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.ContainerStore;
import io.helipod.core.spi.storage.EventLog;
import io.helipod.core.spi.storage.ExecStore;
import io.helipod.core.spi.storage.ImageStore;
import io.helipod.core.spi.storage.Records;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The only writer. Callers queue up, one platform thread takes all that wait and writes them in one transaction, so that many
 * commits at once cost one sync of the disk; each is still all or nothing by itself. The index is swapped after the disk has it
 * and before any caller is told.
 */
public final class SqliteRecords implements Records, AutoCloseable {
    /** Exits of removed containers are promised for five minutes; twice that is kept. */
    private static final Duration EXITS_KEPT = Duration.ofMinutes(10);

    private static final Duration BETWEEN_CLEANINGS = Duration.ofMinutes(1);
    private static final int MOST_AT_ONCE = 256;

    private final RecordDatabase database;
    private final InstantSource clock;
    private final long mostEvents;
    private final SqliteEventLog eventLog;
    private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>();
    private final ReentrantLock door = new ReentrantLock();
    private final Thread writer;
    private volatile RecordIndex index;
    private long events;
    private Instant cleaned = Instant.EPOCH;
    private boolean closed;

    private record Request(List<Change> changes, List<Event> events, CompletableFuture<Void> done) {
        /** Ends the writer. */
        static Request last() {
            return new Request(List.of(), List.of(), new CompletableFuture<>());
        }

        boolean isLast() {
            return changes.isEmpty() && events.isEmpty();
        }
    }

    private SqliteRecords(Path file, RecordDatabase database, InstantSource clock, long mostEvents)
            throws SQLException {
        this.database = database;
        this.clock = clock;
        this.mostEvents = mostEvents;
        this.index = database.load();
        this.events = database.events();
        this.eventLog = new SqliteEventLog(file);
        this.writer = Thread.ofPlatform().name("helipod-records").daemon().unstarted(this::serve);
    }

    /**
     * Opens the database and reads it.
     *
     * @param mostEvents how many events are kept; some more stay until the next trimming
     */
    public static SqliteRecords open(Path file, InstantSource clock, long mostEvents) {
        try {
            RecordDatabase database = RecordDatabase.open(file);
            try {
                SqliteRecords records = new SqliteRecords(file, database, clock, mostEvents);
                records.writer.start();
                return records;
            } catch (SQLException | RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new StorageFailed("cannot open database " + file + ": " + e.getMessage(), e);
        }
    }

    /** Read view of the containers. */
    public ContainerStore containers() {
        return new ContainerView(() -> index);
    }

    /** Read view of the exec sessions. */
    public ExecStore execs() {
        return new ExecView(() -> index);
    }

    /** Read view of the images. */
    public ImageStore images() {
        return new ImageView(() -> index);
    }

    /** The stored events. */
    public EventLog eventLog() {
        return eventLog;
    }

    @Override
    public void commit(List<Change> changes, List<Event> newEvents) {
        if (changes.isEmpty() && newEvents.isEmpty()) {
            return;
        }
        Request request = new Request(List.copyOf(changes), List.copyOf(newEvents), new CompletableFuture<>());
        enqueue(request);
        try {
            // not given up when interrupted: the caller has to know whether it is recorded, and it does not take long
            request.done().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof EngineException failure) {
                throw failure;
            }
            throw new StorageFailed("cannot record: " + e.getCause(), e);
        }
    }

    private void enqueue(Request request) {
        door.lock();
        try {
            if (closed) {
                throw new Unavailable("the records are closed");
            }
            closed = request.isLast();
            queue.add(request);
        } finally {
            door.unlock();
        }
    }

    private void serve() {
        List<Request> batch = new ArrayList<>();
        while (true) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                continue; // nobody who may end this thread interrupts it
            }
            queue.drainTo(batch, MOST_AT_ONCE);
            boolean last = batch.getLast().isLast();
            if (last) {
                batch.removeLast();
            }
            try {
                write(batch);
            } catch (RuntimeException | Error e) {
                batch.forEach(request -> request.done().completeExceptionally(e));
            }
            if (last) {
                return;
            }
            batch.clear();
        }
    }

    private void write(List<Request> batch) {
        Instant now = clock.instant();
        RecordIndex next = index;
        List<Request> accepted = new ArrayList<>(batch.size());
        List<Sql.Row> rows = new ArrayList<>();
        long added = 0;
        for (Request request : batch) {
            try {
                RecordIndex.Step step = next.after(request.changes(), now);
                rows.addAll(Rows.of(step.changes(), request.events(), now));
                next = step.index();
                added += request.events().size();
                accepted.add(request);
            } catch (EngineException e) {
                request.done().completeExceptionally(e);
            }
        }
        if (accepted.isEmpty()) {
            return;
        }
        boolean clean = now.isAfter(cleaned.plus(BETWEEN_CLEANINGS));
        if (clean) {
            List<ContainerId> old = next.containers().exitsToForget(now.minus(EXITS_KEPT));
            old.forEach(id -> rows.add(new Sql.Row(Sql.DELETE_EXIT, id.value())));
            next = next.with(next.containers().withoutExits(old));
        }
        boolean trim = events + added > mostEvents + mostEvents / 8;
        if (trim) {
            rows.add(new Sql.Row(Sql.TRIM_EVENTS, mostEvents));
        }
        try {
            database.write(rows);
        } catch (SQLException e) {
            refuse(accepted, e);
            return;
        }
        cleaned = clean ? now : cleaned;
        events = trim ? mostEvents : events + added;
        index = next;
        accepted.forEach(request -> request.done().complete(null));
    }

    /** One caller's rows may be to blame: nobody else should pay for them. */
    private void refuse(List<Request> batch, SQLException cause) {
        if (batch.size() == 1) {
            batch.getFirst()
                    .done()
                    .completeExceptionally(new StorageFailed("cannot record: " + cause.getMessage(), cause));
        } else {
            batch.forEach(request -> write(List.of(request)));
        }
    }

    /** Writes what is queued, then closes; later commits are Unavailable. */
    @Override
    public void close() {
        try {
            enqueue(Request.last());
        } catch (Unavailable e) {
            return; // closed before
        }
        boolean interrupted = false;
        while (true) {
            try {
                writer.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        try {
            eventLog.close();
            database.close();
        } catch (SQLException e) {
            throw new StorageFailed("cannot close the database: " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
