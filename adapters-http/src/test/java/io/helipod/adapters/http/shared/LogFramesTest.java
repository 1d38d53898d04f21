package io.helipod.adapters.http.shared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.helipod.adapters.http.fake.StoredLine;
import io.helipod.core.stream.StreamType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class LogFramesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void aLineIsAFrameWithStreamAndLength() throws IOException {
        LogFrames frames = new LogFrames(out, true, false);
        frames.line(StoredLine.of(StreamType.STDOUT, "hi", false));
        frames.line(StoredLine.of(StreamType.STDERR, "no end", true));
        assertEquals(0, out.size(), "nothing goes out before it is asked for");
        frames.caughtUp();
        assertArrayEquals("\1\0\0\0\0\0\0\3hi\n\2\0\0\0\0\0\0\6no end".getBytes(UTF_8), out.toByteArray());
    }

    @Test
    void timesComeFirstAndCountAsPayload() throws IOException {
        LogFrames frames = new LogFrames(out, true, true);
        frames.line(StoredLine.of(StreamType.STDOUT, "hi", false));
        frames.caughtUp();
        assertEquals("\1\0\0\0\0\0\0\42" + "2024-05-01T12:00:00.000000123Z hi\n", out.toString(UTF_8));
    }

    @Test
    void bareLinesHaveNoHeader() throws IOException {
        LogFrames frames = new LogFrames(out, false, false);
        frames.line(StoredLine.of(StreamType.STDOUT, "hi", false));
        frames.caughtUp();
        assertEquals("hi\n", out.toString(UTF_8));
    }

    @Test
    void aLineLargerThanTheBufferArrivesWhole() throws IOException {
        String large = "x".repeat(200_000);
        LogFrames frames = new LogFrames(out, true, false);
        frames.line(StoredLine.of(StreamType.STDOUT, "small", false));
        frames.line(StoredLine.of(StreamType.STDOUT, large, false));
        frames.caughtUp();
        ByteBuffer all = ByteBuffer.wrap(out.toByteArray()).position(14);
        assertEquals(1, all.get());
        assertEquals(200_001, all.position(18).getInt());
        assertEquals(22 + 200_001, out.size());
    }
}
