package io.helipod.adapters.http.shared;

import io.helipod.core.error.EngineException;
import io.helipod.core.stream.AttachedStreams;
import io.helipod.core.stream.OutputSink;
import io.helipod.core.stream.StreamType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The streams of a process that could not be started: its only output is the reason (behaviour.md 13). */
record FailedStart(EngineException why) implements AttachedStreams {
    @Override
    public void pump(OutputSink sink) throws IOException {
        byte[] text = ("Error: " + why.message() + "\n").getBytes(StandardCharsets.UTF_8);
        sink.accept(StreamType.STDERR, ByteBuffer.wrap(text));
    }

    @Override
    public OutputStream stdin() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public void close() {}
}
