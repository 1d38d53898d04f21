package io.helipod.adapters.oci.log;

import io.helipod.core.container.LogQuery;
import io.helipod.core.container.LogSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Cuts bytes into lines and hands on those a query asks for. A line longer than the buffer is handed on in pieces, all but the last
 * marked partial; what is no line is passed over. For one thread.
 */
final class LineReader {
    private enum State {
        /** At the begin of a line, or in one that is in the buffer from its begin. */
        LINE,
        /** In a line whose first pieces were handed on. */
        WANTED_PIECES,
        /** In a line too long for the buffer that nobody wants. */
        PASSING_OVER
    }

    private final LogQuery query;
    private final @Nullable Instant since;
    private final @Nullable Instant until;
    private final byte[] buffer;
    private final ByteBuffer window;
    private final K8sLine line = new K8sLine();
    private State state = State.LINE;
    private int filled;
    private boolean any;
    private boolean pastUntil;

    LineReader(LogQuery query, int size) {
        this.query = query;
        this.since = query.since().orElse(null);
        this.until = query.until().orElse(null);
        this.buffer = new byte[size];
        this.window = ByteBuffer.wrap(buffer);
    }

    /** Room for the next bytes; never none. */
    ByteBuffer space() {
        return window.limit(buffer.length).position(filled);
    }

    /** So many bytes came into {@link #space}; whether a line was handed on. */
    boolean filled(LogSink sink, int count) throws IOException {
        any = false;
        int search = filled;
        filled += count;
        int begin = 0;
        int end;
        while ((end = LineEnds.next(buffer, search, filled)) < filled && !pastUntil) {
            whole(sink, begin, end);
            begin = end + 1;
            search = begin;
        }
        if (begin == 0 && filled == buffer.length) {
            piece(sink);
            begin = filled;
        }
        System.arraycopy(buffer, begin, buffer, 0, filled - begin);
        filled -= begin;
        return any;
    }

    /** No more will come: a last line without line end is one too. Ready for another file. */
    boolean end(LogSink sink) throws IOException {
        any = false;
        if ((filled > 0 || state == State.WANTED_PIECES) && !pastUntil) {
            whole(sink, 0, filled);
        }
        filled = 0;
        state = State.LINE;
        return any;
    }

    boolean isAtLineBegin() {
        return filled == 0 && state == State.LINE;
    }

    /** Whether a line after the time asked for was seen, by a follow. */
    boolean isPastUntil() {
        return pastUntil;
    }

    private void whole(LogSink sink, int begin, int end) throws IOException {
        switch (state) {
            case LINE -> {
                if (line.set(buffer, begin, end) && isWanted()) {
                    hand(sink);
                }
            }
            case WANTED_PIECES -> {
                line.piece(buffer, begin, end, false);
                hand(sink);
            }
            case PASSING_OVER -> {}
        }
        state = State.LINE;
    }

    private void piece(LogSink sink) throws IOException {
        switch (state) {
            case LINE -> {
                boolean wanted = line.set(buffer, 0, filled) && isWanted();
                state = wanted ? State.WANTED_PIECES : State.PASSING_OVER;
                if (wanted) {
                    line.beginPieces();
                    hand(sink);
                }
            }
            case WANTED_PIECES -> {
                line.piece(buffer, 0, filled, true);
                hand(sink);
            }
            case PASSING_OVER -> {}
        }
    }

    private void hand(LogSink sink) throws IOException {
        any = true;
        sink.line(line);
    }

    private boolean isWanted() {
        if (since != null || until != null) {
            LogTime time = line.time();
            if (!time.isReadable() || since != null && !time.isAfter(since)) {
                return false;
            }
            if (until != null && time.isAfter(until)) {
                // only a follow may end here: after a step of the clock earlier lines may come later
                pastUntil = query.follow();
                return false;
            }
        }
        return query.streams().wants(line.stream());
    }
}
