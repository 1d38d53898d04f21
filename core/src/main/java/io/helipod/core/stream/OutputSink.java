package io.helipod.core.stream;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes output as it comes. Called by one thread at a time; the buffer is only valid during the call. */
@FunctionalInterface
public interface OutputSink {
    /**
     * @param type STDOUT or STDERR; a terminal's output is all STDOUT
     * @param payload the bytes between position and limit; the sink may move the position
     * @throws IOException when the reader is gone; the pump ends
     */
    void accept(StreamType type, ByteBuffer payload) throws IOException;
}
