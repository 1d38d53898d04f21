package io.helipod.core.container;

import io.helipod.core.stream.StreamSelection;
import java.time.Instant;
import java.util.Optional;

/**
 * Which part of a container's log to read (behaviour.md 14).
 *
 * @param streams stdin is ignored
 * @param since only lines strictly after
 * @param until only lines not after; a follow ends there
 * @param tail only the last so many lines of both streams together, partial lines joined
 * @param follow whether to go on until the container ends
 */
public record LogQuery(
        StreamSelection streams,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<Integer> tail,
        boolean follow) {}
