package io.helipod.adapters.oci.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Finds where the last so many lines begin by reading a file from its end; partial lines count with the line they belong to. */
final class TailFinder {
    private static final int BLOCK = 64 * 1024;
    private static final int HEAD = 64;

    private TailFinder() {}

    static long find(FileChannel file, int lines) throws IOException {
        long size = file.size();
        if (lines <= 0) {
            return size;
        }
        long begin = size; // where the lines found so far begin
        long lineEnd = size; // one past the line being looked for, its line end included
        int found = 0;
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long blockEnd = size; blockEnd > 0; ) {
            long blockBegin = Math.max(0, blockEnd - BLOCK);
            fill(file, block, blockBegin, (int) (blockEnd - blockBegin));
            for (int i = (int) (blockEnd - blockBegin) - 1; i >= 0; i--) {
                long at = blockBegin + i;
                if (block.get(i) != '\n' || at + 1 >= lineEnd) {
                    continue;
                }
                if (isWhole(file, at + 1) && ++found > lines) {
                    return begin;
                }
                begin = at + 1;
                lineEnd = at + 1;
            }
            blockEnd = blockBegin;
        }
        return isWhole(file, 0) && found + 1 > lines ? begin : 0;
    }

    /** Whether the line that begins here is marked F. */
    private static boolean isWhole(FileChannel file, long at) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        fill(file, head, at, (int) Math.min(HEAD, file.size() - at));
        for (int i = 0; i + 8 < head.limit(); i++) {
            if (head.get(i) == ' ') {
                return head.get(i + 8) == 'F';
            }
        }
        return false;
    }

    private static void fill(FileChannel file, ByteBuffer buffer, long at, int length) throws IOException {
        buffer.clear().limit(length);
        long from = at;
        while (buffer.hasRemaining()) {
            int count = file.read(buffer, from);
            if (count < 0) {
                break;
            }
            from += count;
        }
        buffer.flip();
    }
}
