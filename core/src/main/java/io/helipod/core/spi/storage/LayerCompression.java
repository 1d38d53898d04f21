package io.helipod.core.spi.storage;

/** What a layer's blob is compressed with, which shows in its first bytes; what its label says of that is often wrong. */
public enum LayerCompression {
    NONE,
    GZIP,
    ZSTD,
    BZIP2,
    XZ;

    /** So many bytes decide. */
    public static final int HEAD = 6;

    /** What begins so. */
    public static LayerCompression of(byte[] head) {
        if (starts(head, 0x1f, 0x8b)) {
            return GZIP;
        }
        if (starts(head, 0x28, 0xb5, 0x2f, 0xfd) || isSkippableZstdFrame(head)) {
            return ZSTD;
        }
        if (starts(head, 'B', 'Z', 'h')) {
            return BZIP2;
        }
        return starts(head, 0xfd, '7', 'z', 'X', 'Z', 0) ? XZ : NONE;
    }

    /** Whether layers in registries are compressed so (image-spec layer.md); the others are for archives that somebody has at hand. */
    public boolean inRegistries() {
        return this == NONE || this == GZIP || this == ZSTD;
    }

    private static boolean starts(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSkippableZstdFrame(byte[] head) {
        return head.length >= 4
                && (head[0] & 0xf0) == 0x50
                && (head[1] & 0xff) == 0x2a
                && (head[2] & 0xff) == 0x4d
                && (head[3] & 0xff) == 0x18;
    }
}
