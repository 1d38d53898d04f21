package io.helipod.adapters.storage.layer;

import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.TooLarge;
import io.helipod.core.id.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A layer's uncompressed bytes, hashed and counted as they pass. A broken archive is InvalidArgument, one that grows beyond the limits TooLarge, a failing disk StorageFailed.
 */
final class LayerStream implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final Source source;
    private final InputStream bytes;
    private final UnpackLimits limits;
    private final MessageDigest hash;
    private final byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private long total;

    /** @param blob closed with this stream */
    LayerStream(InputStream blob, UnpackLimits limits) {
        this.source = new Source(blob);
        this.limits = limits;
        try {
            this.hash = MessageDigest.getInstance("SHA-256");
            this.bytes = DecodedLayer.of(source);
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** How many uncompressed bytes came. */
    long total() {
        return total - (end - start);
    }

    /** Up to so many bytes; -1 at the end. */
    int read(byte[] into, int offset, int length) {
        if (start == end && !fill()) {
            return -1;
        }
        int count = Math.min(length, end - start);
        System.arraycopy(buffer, start, into, offset, count);
        start += count;
        return count;
    }

    /** Exactly so many bytes, or fewer at the end. */
    int readFully(byte[] into, int length) {
        int done = 0;
        while (done < length) {
            int count = read(into, done, length - done);
            if (count < 0) {
                break;
            }
            done += count;
        }
        return done;
    }

    /** Passes over so many bytes; false when the end came first. */
    boolean skip(long count) {
        long left = count;
        while (left > 0) {
            if (start == end && !fill()) {
                return false;
            }
            int part = (int) Math.min(left, end - start);
            start += part;
            left -= part;
        }
        return true;
    }

    /** Reads to the end and says the digest of all bytes. */
    Digest finish() {
        do {
            start = end;
        } while (fill());
        return Digest.sha256(hash.digest());
    }

    private boolean fill() {
        int count;
        try {
            count = bytes.read(buffer, 0, BUFFER);
        } catch (IOException | RuntimeException e) { // decompressors answer some broken input with runtime exceptions
            throw failure(e);
        }
        if (count <= 0) {
            return false;
        }
        hash.update(buffer, 0, count);
        start = 0;
        end = count;
        total += count;
        if (total > limits.bytes()) {
            throw new TooLarge("layer is larger than " + limits.bytes() + " bytes");
        }
        if (total > UnpackLimits.RATIO_FROM && total / limits.ratio() > source.count) {
            throw new TooLarge("layer grows more than " + limits.ratio() + " times when uncompressed");
        }
        return true;
    }

    private RuntimeException failure(Exception cause) {
        if (cause instanceof EngineException known) {
            return known;
        }
        return source.failed
                ? new StorageFailed("cannot read the layer's blob: " + cause.getMessage(), cause)
                : new InvalidArgument("layer archive is broken: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException | RuntimeException e) {
            System.getLogger(LayerStream.class.getName())
                    .log(System.Logger.Level.DEBUG, "closing a layer's blob failed", e);
        }
    }

    /** Counts compressed bytes, and tells a failing disk from a broken archive. */
    private static final class Source extends FilterInputStream {
        private long count;
        private boolean failed;

        Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            try {
                int read = in.read(into, offset, length);
                count += Math.max(read, 0);
                return read;
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        /** Never zero: GZIPInputStream takes that for the end and would miss further members. */
        @Override
        public int available() throws IOException {
            return Math.max(1, in.available());
        }
    }
}
