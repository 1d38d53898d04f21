package io.helipod.core.internal.event;

import io.helipod.core.event.Event;
import io.helipod.core.event.EventQuery;
import io.helipod.core.stream.Feed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** One listener's events. A listener that does not keep up is cut off rather than waited for. */
final class EventFeed implements Feed<Event> {
    private static final int MOST_WAITING = 8192;
    private final EventMatcher matcher;
    private final EventQuery query;
    private final InstantSource clock;
    private final Consumer<EventFeed> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Event> stored = new ArrayDeque<>();
    private final Deque<Event> waiting = new ArrayDeque<>();
    private final Set<Event> replayed = new HashSet<>();
    private boolean live;
    private boolean closed;

    EventFeed(EventMatcher matcher, EventQuery query, InstantSource clock, Consumer<EventFeed> onClose) {
        this.matcher = matcher;
        this.query = query;
        this.clock = clock;
        this.onClose = onClose;
    }

    /** Puts the stored events in front; what was heard meanwhile and stands among them is not told twice. */
    void begin(List<Event> history, boolean goesOn) {
        lock.lock();
        try {
            live = goesOn;
            for (Event event : history) {
                replayed.add(event);
                if (matcher.matches(event)) {
                    stored.add(event);
                }
            }
            waiting.removeIf(replayed::contains);
        } finally {
            lock.unlock();
        }
    }

    void offer(Event event) {
        if (!matcher.matches(event)) {
            return;
        }
        lock.lock();
        try {
            if (closed || replayed.remove(event)) {
                return;
            }
            if (waiting.size() >= MOST_WAITING) {
                closed = true;
            } else {
                waiting.add(event);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean hasNext() {
        lock.lock();
        try {
            while (true) {
                if (!stored.isEmpty()) {
                    return true;
                }
                if (closed) {
                    return false;
                }
                if (!waiting.isEmpty()) {
                    return true;
                }
                if (!live || !awaitMore()) {
                    return false;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Event next() {
        lock.lock();
        try {
            Event event = stored.isEmpty() ? waiting.poll() : stored.poll();
            if (event == null) {
                throw new NoSuchElementException();
            }
            return event;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onClose.accept(this);
    }

    private boolean awaitMore() throws InterruptedException {
        if (query.until().isEmpty()) {
            changed.await();
            return true;
        }
        Duration left = Duration.between(clock.instant(), query.until().get());
        // a day at a time keeps a time far in the future from overflowing
        long nanos = left.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : left.toNanos();
        return nanos > 0
                && (changed.await(nanos, TimeUnit.NANOSECONDS)
                        || clock.instant().isBefore(query.until().get()));
    }
}
