package io.helipod.core.event;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened to an object.
 *
 * @param type the kind of object
 * @param action what happened
 * @param id the object's id
 * @param name the object's name; an image's reference
 * @param time when, to the nanosecond
 * @param attributes what else the event carries: labels, {@code image}, {@code containerExitCode}... (types.md 6)
 */
public record Event(
        EventType type, EventAction action, String id, String name, Instant time, Map<String, String> attributes) {
    public Event {
        attributes = Map.copyOf(attributes);
    }
}
