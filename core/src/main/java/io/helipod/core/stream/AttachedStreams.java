package io.helipod.core.stream;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A live connection to the streams of a process (behaviour.md 13). One thread pumps output while another may write input;
 * {@link #close()} may be called by any thread and ends both. Closing never ends the process.
 */
public interface AttachedStreams extends AutoCloseable {
    /**
     * Hands on output until the process's side ends, {@link #close()} is called or the sink refuses; blocks meanwhile.
     *
     * @throws IOException when the sink refused or the connection broke
     */
    void pump(OutputSink sink) throws IOException;

    /** The process's standard input; closing it is end of file there and leaves output flowing. */
    OutputStream stdin();

    @Override
    void close();
}
