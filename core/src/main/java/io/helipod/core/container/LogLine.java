package io.helipod.core.container;

import io.helipod.core.stream.StreamType;
import java.nio.ByteBuffer;

/** One stored line, seen through a window: valid only during the call that hands it over. */
public interface LogLine {
    /** STDOUT or STDERR. */
    StreamType stream();

    /** The text without line end. */
    ByteBuffer text();

    /** Whether the line goes on in the next one, so that no line end belongs here. */
    boolean partial();

    /** When it was written, RFC 3339 with nine fraction digits and zone, ASCII. */
    ByteBuffer timestamp();
}
