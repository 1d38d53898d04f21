package io.helipod.adapters.oci.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Finds where the last so many lines begin by reading a file from its end. Parts of a line count once, with the last part; so does an
 * unfinished line at the end of the file (podman's getTailLog). What is no line does not count.
 */
final class TailFinder {
    private static final int BLOCK = 64 * 1024;
    private final FileChannel file;
    private final long size;
    private final int wanted;
    private final byte[] block = new byte[BLOCK + K8sLine.LONGEST_HEAD];
    private int counted;
    private boolean atLast = true;

    private TailFinder(FileChannel file, int wanted) throws IOException {
        this.file = file;
        this.size = file.size();
        this.wanted = wanted;
    }

    /** Offset of the first byte of the last {@code lines} lines. */
    static long find(FileChannel file, int lines) throws IOException {
        return new TailFinder(file, lines).find();
    }

    private long find() throws IOException {
        if (wanted <= 0) {
            return size;
        }
        long next = size; // where the line after the one looked at begins
        for (long blockEnd = size; blockEnd > 0; ) {
            long blockBegin = Math.max(0, blockEnd - BLOCK);
            int length = (int) (blockEnd - blockBegin);
            // the head of a line that begins at the very end of the block is behind it
            int filled = fill(blockBegin, (int) Math.min(length + K8sLine.LONGEST_HEAD, size - blockBegin));
            for (int i = length - 1; i >= 0; i--) {
                if (block[i] != '\n') {
                    continue;
                }
                long begin = blockBegin + i + 1;
                if (isBeyond(i + 1, (int) Math.min(filled, next - blockBegin))) {
                    return next;
                }
                next = begin;
            }
            if (blockBegin == 0 && isBeyond(0, (int) Math.min(filled, next))) {
                return next;
            }
            blockEnd = blockBegin;
        }
        return 0;
    }

    /** Counts the line in these bytes of the block; whether it is one too many. */
    private boolean isBeyond(int from, int to) {
        int timeEnd = K8sLine.timeEnd(block, from, to);
        if (timeEnd >= 0 && (atLast || !K8sLine.isPartial(block, timeEnd))) {
            atLast = false;
            counted++;
        }
        return counted > wanted;
    }

    private int fill(long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(block, 0, length);
        while (buffer.hasRemaining() && file.read(buffer, from + buffer.position()) >= 0) {
            // again until it is full, or the file has become shorter
        }
        return buffer.position();
    }
}
