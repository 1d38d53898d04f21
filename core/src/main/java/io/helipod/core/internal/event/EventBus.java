package io.helipod.core.internal.event;

import io.helipod.core.event.Event;
import io.helipod.core.event.EventQuery;
import io.helipod.core.event.Events;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.spi.storage.EventLog;
import io.helipod.core.spi.storage.Records;
import io.helipod.core.stream.Feed;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stores changes together with their events, then tells whoever listens. A listener is registered before the stored events are
 * read, so nothing falls between the two.
 */
public final class EventBus implements Events {
    private final Records records;
    private final EventLog log;
    private final InstantSource clock;
    private final Set<EventFeed> feeds = ConcurrentHashMap.newKeySet();

    public EventBus(Records records, EventLog log, InstantSource clock) {
        this.records = records;
        this.log = log;
        this.clock = clock;
    }

    /** Commits, then publishes. */
    public void commit(List<Change> changes, Event... events) {
        List<Event> list = List.of(events);
        records.commit(changes, list);
        for (EventFeed feed : feeds) {
            list.forEach(feed::offer);
        }
    }

    @Override
    public Feed<Event> subscribe(EventQuery query) {
        EventFeed feed = new EventFeed(new EventMatcher(query), query, clock, feeds::remove);
        boolean live = query.stream()
                && query.until()
                        .filter(until -> !until.isAfter(clock.instant()))
                        .isEmpty();
        boolean replay = query.since().isPresent() || query.until().isPresent() || !query.stream();
        if (live) {
            feeds.add(feed);
        }
        try {
            feed.begin(replay ? log.read(query.since(), query.until()) : List.of(), live);
        } catch (RuntimeException e) {
            feed.close();
            throw e;
        }
        return feed;
    }

    /** Ends every feed. */
    public void close() {
        feeds.forEach(EventFeed::close);
    }
}
