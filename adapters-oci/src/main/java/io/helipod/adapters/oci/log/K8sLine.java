package io.helipod.adapters.oci.log;

import io.helipod.core.container.LogLine;
import io.helipod.core.stream.StreamType;
import java.nio.ByteBuffer;

/**
 * A window on one line {@code TIMESTAMP stdout|stderr F|P TEXT} (behaviour.md 14), moved from line to line so that reading makes no
 * objects. A line too long for the reader's buffer comes in pieces: {@link #set} for the first, {@link #piece} for those after.
 */
final class K8sLine implements LogLine {
    /** No line's head is longer: time, two spaces, stream and flag. */
    static final int LONGEST_HEAD = 64;

    private static final int SHORTEST_TIME = "2024-05-01T12:00:00Z".length();
    private static final int LONGEST_TIME = 40;
    private static final byte[] NONE = new byte[0];
    private final byte[] keptTime = new byte[LONGEST_TIME];
    private final LogTime time = new LogTime();
    private byte[] source = NONE;
    private ByteBuffer text = ByteBuffer.wrap(NONE);
    private ByteBuffer timestamp = ByteBuffer.wrap(NONE);
    private int timeBegin;
    private int timeEnd;
    private int textBegin;
    private int textEnd;
    private StreamType stream = StreamType.STDOUT;
    private boolean partial;
    private boolean endsPartial;

    /** Where the time of the line in these bytes ends, or -1 when they are none. The flag stands eight bytes on. */
    static int timeEnd(byte[] bytes, int from, int to) {
        int most = Math.min(to, from + LONGEST_TIME);
        int space = from + SHORTEST_TIME;
        while (space < most && bytes[space] != ' ') {
            space++;
        }
        // " stdout F" or " stderr P", and then a space even where the text is empty
        boolean isLine = space + 9 < to
                && bytes[space] == ' '
                && bytes[from + 10] == 'T'
                && bytes[space + 1] == 's'
                && bytes[space + 2] == 't'
                && bytes[space + 3] == 'd'
                && (bytes[space + 4] == 'o' && bytes[space + 5] == 'u' && bytes[space + 6] == 't'
                        || bytes[space + 4] == 'e' && bytes[space + 5] == 'r' && bytes[space + 6] == 'r')
                && bytes[space + 7] == ' '
                && (bytes[space + 8] == 'F' || bytes[space + 8] == 'P')
                && bytes[space + 9] == ' ';
        return isLine ? space : -1;
    }

    /** Whether the line whose time ends here goes on in the next. */
    static boolean isPartial(byte[] bytes, int timeEnd) {
        return bytes[timeEnd + 8] == 'P';
    }

    /** Moves to a line without its line end; false when it is none. */
    boolean set(byte[] bytes, int from, int to) {
        int space = timeEnd(bytes, from, to);
        if (space < 0) {
            return false;
        }
        look(bytes);
        timeBegin = from;
        timeEnd = space;
        textBegin = space + 10;
        textEnd = to;
        stream = bytes[space + 4] == 'o' ? StreamType.STDOUT : StreamType.STDERR;
        partial = isPartial(bytes, space);
        return true;
    }

    /** Makes the present window the first piece of a line; what it says of itself stays when the buffer goes on. */
    void beginPieces() {
        System.arraycopy(source, timeBegin, keptTime, 0, timeEnd - timeBegin);
        timestamp = ByteBuffer.wrap(keptTime);
        timeEnd -= timeBegin;
        timeBegin = 0;
        endsPartial = partial;
        partial = true;
    }

    /** Moves to a further piece of the line begun. */
    void piece(byte[] bytes, int from, int to, boolean more) {
        textBegin = from;
        textEnd = to;
        partial = more || endsPartial;
        if (source != bytes) {
            source = bytes;
            text = ByteBuffer.wrap(bytes);
        }
    }

    private void look(byte[] bytes) {
        if (source != bytes || timestamp.array() != bytes) {
            source = bytes;
            text = ByteBuffer.wrap(bytes);
            timestamp = ByteBuffer.wrap(bytes);
        }
    }

    /** When it was written; empty of meaning unless {@link LogTime#read} could make sense of it. */
    LogTime time() {
        time.read(timestamp.array(), timeBegin, timeEnd);
        return time;
    }

    @Override
    public StreamType stream() {
        return stream;
    }

    @Override
    public ByteBuffer text() {
        return text.limit(textEnd).position(textBegin);
    }

    @Override
    public boolean partial() {
        return partial;
    }

    @Override
    public ByteBuffer timestamp() {
        return timestamp.limit(timeEnd).position(timeBegin);
    }
}
