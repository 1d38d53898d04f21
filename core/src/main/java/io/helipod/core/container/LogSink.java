package io.helipod.core.container;

import java.io.IOException;

/** Takes log lines as they are read. Called by one thread. */
public interface LogSink {
    /**
     * A line.
     *
     * @throws IOException when the reader is gone; reading ends
     */
    void line(LogLine line) throws IOException;

    /** There is nothing more at the moment: what was buffered should go out. */
    void caughtUp() throws IOException;
}
