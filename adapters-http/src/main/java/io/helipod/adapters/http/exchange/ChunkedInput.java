package io.helipod.adapters.http.exchange;

import io.helidon.common.buffers.DataReader;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.io.InputStream;

/**
 * A chunked body (RFC 9112 7.1), read straight from the connection. Helidon buffers a chunk whole, so one huge chunk would fill the
 * heap; here a chunk passes in pieces, extensions and trailers are bounded and ignored. The connection cannot take another
 * request afterwards.
 */
final class ChunkedInput extends InputStream {
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_TRAILERS = 64;
    private final DataReader reader;
    private long left;
    private boolean begun;
    private boolean ended;

    ChunkedInput(DataReader reader) {
        this.reader = reader;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            if (left == 0 && !nextChunk()) {
                return -1;
            }
            reader.ensureAvailable();
            int count = (int) Math.min(Math.min(length, reader.available()), left);
            byte[] bytes = reader.readBytes(count);
            System.arraycopy(bytes, 0, buffer, offset, count);
            left -= count;
            return count;
        } catch (DataReader.InsufficientDataAvailableException e) {
            throw new IOException("the request's body ends in the middle of a chunk", e);
        }
    }

    private boolean nextChunk() {
        if (ended) {
            return false;
        }
        if (begun && !line().isEmpty()) {
            throw new InvalidArgument("a chunk of the request's body is longer than it says");
        }
        begun = true;
        left = size(line());
        if (left > 0) {
            return true;
        }
        ended = true;
        for (int i = 0; i < MOST_TRAILERS; i++) {
            if (line().isEmpty()) {
                return false;
            }
        }
        throw new InvalidArgument("the request has too many trailers");
    }

    private static long size(String line) {
        int semicolon = line.indexOf(';');
        String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        if (!digits.matches("[0-9a-fA-F]{1,15}")) {
            throw new InvalidArgument("a chunk of the request's body has no valid size");
        }
        return Long.parseLong(digits, 16);
    }

    private String line() {
        StringBuilder line = new StringBuilder();
        while (true) {
            reader.ensureAvailable();
            char c = (char) (reader.read() & 0xff);
            if (c == '\n') {
                int end = line.length() - 1;
                return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
            }
            if (line.length() >= LONGEST_LINE) {
                throw new InvalidArgument("a line between the chunks of the request's body is too long");
            }
            line.append(c);
        }
    }
}
