package io.helipod.adapters.oci.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lets only so many bytes of an archive pass, and turns what a decompressor throws at nonsense into an IOException. For one thread. */
final class Metered extends FilterInputStream {
    private static final int SKIPPED_AT_ONCE = 8192;
    private long left = Long.MAX_VALUE;

    Metered(InputStream in) {
        super(in);
    }

    /** From here on this many bytes may be read. */
    void allow(long bytes) {
        left = bytes;
    }

    private void count(long bytes) throws IOException {
        left -= Math.max(0, bytes);
        if (left < 0) {
            throw new IOException("a header is too large");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count;
        try {
            count = super.read(bytes, offset, length);
        } catch (RuntimeException e) {
            throw new IOException("the compression is broken: " + e, e);
        }
        count(count);
        return count;
    }

    @Override
    public long skip(long bytes) throws IOException {
        byte[] buffer = new byte[(int) Math.min(SKIPPED_AT_ONCE, Math.max(0, bytes))];
        return buffer.length == 0 ? 0 : Math.max(0, read(buffer, 0, buffer.length));
    }
}
