package io.helipod.adapters.oci.log;

import io.helipod.core.container.LogLine;
import io.helipod.core.stream.StreamType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * A window on one line {@code TIMESTAMP stdout|stderr F|P TEXT} (behaviour.md 14), moved from line to line so that reading makes no
 * objects.
 */
final class K8sLine implements LogLine {
    private static final int SHORTEST = "2024-05-01T12:00:00Z stdout F ".length() - 1;
    private static final int LONGEST_TIME = 40;
    private ByteBuffer text = ByteBuffer.allocate(0);
    private ByteBuffer timestamp = ByteBuffer.allocate(0);
    private byte[] source = new byte[0];
    private StreamType stream = StreamType.STDOUT;
    private boolean partial;

    /** Moves to a line without its line end; false when it is none. */
    boolean set(byte[] bytes, int from, int to) {
        if (to - from < SHORTEST) {
            return false;
        }
        int space = from;
        int most = Math.min(to, from + LONGEST_TIME);
        while (space < most && bytes[space] != ' ') {
            space++;
        }
        // " stdout F " or " stderr P ": the text begins ten bytes on
        if (space + 9 > to || bytes[space] != ' ' || bytes[space + 1] != 's' || bytes[space + 7] != ' ') {
            return false;
        }
        switch (bytes[space + 6]) {
            case 't' -> stream = StreamType.STDOUT;
            case 'r' -> stream = StreamType.STDERR;
            default -> {
                return false;
            }
        }
        byte flag = bytes[space + 8];
        if (flag != 'F' && flag != 'P') {
            return false;
        }
        partial = flag == 'P';
        if (source != bytes) {
            source = bytes;
            text = ByteBuffer.wrap(bytes);
            timestamp = ByteBuffer.wrap(bytes);
        }
        timestamp.limit(space).position(from);
        text.limit(to).position(Math.min(to, space + 10));
        return true;
    }

    /** When it was written; the beginning of time when that cannot be read. */
    Instant time() {
        try {
            return OffsetDateTime.parse(StandardCharsets.US_ASCII.decode(timestamp.duplicate()))
                    .toInstant();
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    @Override
    public StreamType stream() {
        return stream;
    }

    @Override
    public ByteBuffer text() {
        return text;
    }

    @Override
    public boolean partial() {
        return partial;
    }

    @Override
    public ByteBuffer timestamp() {
        return timestamp;
    }
}
