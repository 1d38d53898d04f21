package io.helipod.core.internal.event;

import io.helipod.core.error.EngineException.InvalidFilter;
import io.helipod.core.event.Event;
import io.helipod.core.event.EventQuery;
import io.helipod.core.event.EventType;
import io.helipod.core.filter.LabelMatcher;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The filters of an event query (behaviour.md 9.3 "events"): keys AND, values of one key OR, labels all. */
final class EventMatcher {
    private final Optional<Instant> until;
    private final List<Predicate<Event>> parts;

    EventMatcher(EventQuery query) {
        this.until = query.until();
        this.parts = query.filters().values().entrySet().stream()
                .map(entry -> part(entry.getKey(), entry.getValue()))
                .toList();
    }

    boolean matches(Event event) {
        return until.filter(end -> !event.time().isBefore(end)).isEmpty()
                && parts.stream().allMatch(part -> part.test(event));
    }

    private static Predicate<Event> part(String key, List<String> values) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "container" -> any(values, (event, value) -> isNamed(event, EventType.CONTAINER, value));
            case "image" -> any(values, EventMatcher::hasImage);
            case "pod" -> any(values, (event, value) -> isNamed(event, EventType.POD, value));
            case "volume" ->
                any(
                        values,
                        (event, value) ->
                                event.type() == EventType.VOLUME && event.name().startsWith(value));
            case "network" -> any(values, (event, value) -> isNamed(event, EventType.NETWORK, value));
            case "type" -> any(values, (event, value) -> event.type().wire().equals(value));
            case "event", "status" ->
                any(values, (event, value) -> event.action().wire().equals(canonical(value)));
            case "label" -> event -> LabelMatcher.matchesAll(values, event.attributes());
            default -> throw new InvalidFilter(key + " is an invalid filter");
        };
    }

    private interface Test {
        boolean test(Event event, String value);
    }

    private static Predicate<Event> any(List<String> values, Test test) {
        return event -> values.stream().anyMatch(value -> test.test(event, value));
    }

    private static boolean isNamed(Event event, EventType type, String value) {
        return event.type() == type && (event.name().equals(value) || event.id().startsWith(value));
    }

    private static boolean hasImage(Event event, String value) {
        String image = event.type() == EventType.IMAGE
                ? event.name()
                : event.attributes().getOrDefault("image", "");
        return image.equals(value)
                || image.startsWith(value + ":")
                || image.endsWith("/" + value)
                || image.contains("/" + value + ":")
                || event.type() == EventType.IMAGE && event.id().startsWith(value);
    }

    /** Docker's words for what podman calls otherwise. */
    private static String canonical(String action) {
        return Map.of("die", "died", "delete", "remove", "destroy", "remove", "load", "loadfromarchive")
                .getOrDefault(action, action);
    }
}
