package io.helipod.adapters.http.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helipod.core.container.LogLine;
import io.helipod.core.stream.StreamType;
import java.nio.ByteBuffer;

/** A line as a log driver hands it over. */
public record StoredLine(StreamType stream, ByteBuffer text, boolean partial, ByteBuffer timestamp) implements LogLine {
    /** A line of 12 o'clock. */
    public static StoredLine of(StreamType stream, String text, boolean partial) {
        return new StoredLine(
                stream,
                ByteBuffer.wrap(text.getBytes(UTF_8)),
                partial,
                ByteBuffer.wrap("2024-05-01T12:00:00.000000123Z".getBytes(UTF_8)));
    }
}
