package io.helipod.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.container.ContainerSpec;
import io.helipod.core.error.EngineException.InvalidFilter;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventQuery;
import io.helipod.core.filter.Filters;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageReference;
import io.helipod.core.stream.Feed;
import io.helipod.core.testing.TestEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events: replay, following, filters. */
class EventsTest {
    private static final Optional<Instant> BEGINNING = Optional.of(Instant.EPOCH);
    private final TestEngine engine = new TestEngine();

    @AfterEach
    void close() {
        engine.close();
    }

    private Feed<Event> subscribe(Optional<Instant> since, boolean stream, Map<String, List<String>> filters) {
        return engine.api().events().subscribe(new EventQuery(since, Optional.empty(), new Filters(filters), stream));
    }

    private static List<String> actions(Feed<Event> feed) {
        List<String> all = new ArrayList<>();
        feed.forEachRemaining(event -> all.add(event.action().wire()));
        return all;
    }

    @Test
    void storedEventsAreReplayedInOrder() {
        engine.image("docker.io/library/x:latest");
        engine.api().images().tag(new NameOrId("x"), ImageReference.parse("y", ImageReference.Home.DOCKER));
        engine.api().containers().create(ContainerSpec.of("x").withName("one"));
        assertEquals(List.of("tag", "create"), actions(subscribe(BEGINNING, false, Map.of())));
        assertEquals(List.of("create"), actions(subscribe(BEGINNING, false, Map.of("container", List.of("one")))));
        assertEquals(
                List.of("create"),
                actions(subscribe(BEGINNING, false, Map.of("image", List.of("x"))))
                        .subList(0, 1));
        assertEquals(List.of(), actions(subscribe(BEGINNING, false, Map.of("event", List.of("die")))));
    }

    @Test
    void aFollowerHearsWhatHappensAfterItSubscribed() {
        engine.image("docker.io/library/x:latest");
        try (Feed<Event> feed = subscribe(Optional.empty(), true, Map.of("type", List.of("container")))) {
            engine.api().containers().create(ContainerSpec.of("x").withName("one"));
            assertTrue(feed.hasNext());
            Event event = feed.next();
            assertEquals("one", event.name());
            assertEquals("image", event.attributes().get("from"));
        }
    }

    @Test
    void closingAFeedEndsItsReader() throws Exception {
        Feed<Event> feed = subscribe(Optional.empty(), true, Map.of());
        Thread reader = Thread.ofVirtual().start(() -> assertFalse(feed.hasNext()));
        feed.close();
        assertTrue(reader.join(Duration.ofSeconds(5)));
        assertFalse(feed.hasNext());
    }

    @Test
    void unknownFiltersAreRefusedBeforeAnything() {
        assertThrows(InvalidFilter.class, () -> subscribe(BEGINNING, true, Map.of("nosuch", List.of("x"))));
    }
}
