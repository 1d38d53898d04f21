package io.helipod.adapters.storage.layer;

/** The head of a zstd frame (RFC 8878 3.1.1.1), as far as it says how much memory the frame asks for. */
final class ZstdHeader {
    /** Bytes of the longest head, its magic number included. */
    static final int LONGEST = 18;

    private static final int DESCRIPTOR = 4;

    private ZstdHeader() {}

    /** The window that a frame beginning so asks for; 0 when that does not show, and of a frame that is skipped. */
    static long window(byte[] head) {
        if (head.length <= DESCRIPTOR + 1 || (head[0] & 0xff) != 0x28) {
            return 0;
        }
        int descriptor = head[DESCRIPTOR] & 0xff;
        boolean singleSegment = (descriptor & 0x20) != 0;
        if (!singleSegment) {
            int window = head[DESCRIPTOR + 1] & 0xff;
            long base = 1L << (10 + (window >> 3));
            return base + base / 8 * (window & 7);
        }
        // the whole content is the window
        int[] idSizes = {0, 1, 2, 4};
        int at = DESCRIPTOR + 1 + idSizes[descriptor & 3];
        int size = 1 << (descriptor >> 6);
        if (head.length < at + size) {
            return 0;
        }
        long content = 0;
        for (int i = size - 1; i >= 0; i--) {
            content = content << 8 | head[at + i] & 0xff;
        }
        return size == 2 ? content + 256 : content & Long.MAX_VALUE;
    }
}
