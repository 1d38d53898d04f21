package io.helipod.core.container;

import java.util.Optional;

/**
 * How a container's output is kept.
 *
 * @param driver absent: the engine's default
 * @param path absent: a file of the engine's own
 * @param maxSize bytes after which the file starts anew
 * @param tag shown in inspect
 */
public record LogSpec(
        Optional<LogDriverName> driver, Optional<String> path, Optional<Long> maxSize, Optional<String> tag) {
    /** The engine's default. */
    public static final LogSpec DEFAULT =
            new LogSpec(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
