package io.helipod.core.spi.storage;

import io.helipod.core.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Driven port: the stored events, in the order they were committed. Bounded: the oldest go. Thread-safe. */
public interface EventLog {
    /** Events strictly after {@code since} and strictly before {@code until}. */
    List<Event> read(Optional<Instant> since, Optional<Instant> until);
}
