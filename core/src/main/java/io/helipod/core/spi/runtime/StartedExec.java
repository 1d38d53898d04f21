package io.helipod.core.spi.runtime;

import io.helipod.core.stream.AttachedStreams;
import java.util.Optional;

/**
 * An exec session's process that was started.
 *
 * @param pid in the host's pid namespace; it may have ended since
 * @param streams there when the caller asked for them; to be closed by it
 */
public record StartedExec(long pid, Optional<AttachedStreams> streams) {}
