package io.helipod.core.container;

import java.io.IOException;

/** An opened log. For one reading thread; interrupting it or closing the log ends the reading. */
public interface ContainerLog extends AutoCloseable {
    /**
     * Hands on every line asked for; with follow, blocks until the container has ended and its last line was handed on.
     *
     * @throws IOException when the sink refused
     */
    void read(LogSink sink) throws IOException;

    @Override
    void close();
}
