package io.helipod.adapters.http.shared;

import io.helipod.adapters.http.exchange.ApiExchange;
import io.helipod.adapters.http.exchange.Routes;
import io.helipod.adapters.http.shared.wire.EventJson;
import io.helipod.adapters.http.stream.JsonLinesWriter;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventQuery;
import io.helipod.core.event.Events;
import io.helipod.core.filter.TimeText;
import io.helipod.core.stream.Feed;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/** What happens, as it happens (behaviour.md 16): one record an event, each sent at once, until the end or the client goes. */
public final class EventRoutes {
    private final Events events;
    private final InstantSource clock;

    public EventRoutes(Events events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /** The operations of this group. */
    public void routes(Routes r) {
        r.get("/events", x -> follow(x, EventJson::docker));
        r.get("/libpod/events", x -> follow(x, x.olderThan("5.0.0") ? EventJson::olderPodman : EventJson::podman));
    }

    private void follow(ApiExchange x, Function<Event, EventJson> shape) throws IOException {
        Instant now = clock.instant();
        EventQuery query = new EventQuery(
                x.query().nonEmpty("since").map(text -> TimeText.parseSince(text, now)),
                x.query().nonEmpty("until").map(text -> TimeText.parseUntil(text, now)),
                x.filters(),
                x.query().bool("stream", true));
        try (Feed<Event> feed = events.subscribe(query)) {
            x.whileClientListens(() -> {
                try (JsonLinesWriter lines = x.jsonLines(200)) {
                    while (feed.hasNext()) {
                        lines.write(shape.apply(feed.next()));
                    }
                }
            });
        }
    }
}
