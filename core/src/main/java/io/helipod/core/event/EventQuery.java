package io.helipod.core.event;

import io.helipod.core.filter.Filters;
import java.time.Instant;
import java.util.Optional;

/**
 * Which events a reader wants (behaviour.md 16).
 *
 * @param since only events after this time; stored ones are replayed first
 * @param until only events before this time; a time in the future ends the feed then
 * @param filters keys container, event, image, pod, volume, type, label
 * @param stream whether to go on after the stored events
 */
public record EventQuery(Optional<Instant> since, Optional<Instant> until, Filters filters, boolean stream) {}
