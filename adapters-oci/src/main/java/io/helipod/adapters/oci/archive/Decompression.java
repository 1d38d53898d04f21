package io.helipod.adapters.oci.archive;

import com.github.luben.zstd.ZstdInputStream;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/** Looks at the first bytes and decompresses what follows, within bounded memory. */
final class Decompression {
    private static final int BUFFER = 64 * 1024;
    private static final int XZ_KIB = 128 * 1024;
    private static final int LARGEST_ZSTD_WINDOW = 27;

    /** What the first bytes of a stream say. */
    enum Kind {
        PLAIN(""),
        GZIP("+gzip"),
        ZSTD("+zstd"),
        BZIP2("+bzip2"),
        XZ("+xz");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }

        /** The end of a layer's media type. */
        String suffix() {
            return suffix;
        }
    }

    private Decompression() {}

    /** The kind; the stream is as before. */
    static Kind of(BufferedInputStream in) throws IOException {
        in.mark(8);
        byte[] head = in.readNBytes(6);
        in.reset();
        if (starts(head, 0x1f, 0x8b)) {
            return Kind.GZIP;
        }
        if (starts(head, 0x28, 0xb5, 0x2f, 0xfd)) {
            return Kind.ZSTD;
        }
        if (starts(head, 'B', 'Z', 'h')) {
            return Kind.BZIP2;
        }
        return starts(head, 0xfd, '7', 'z', 'X', 'Z', 0) ? Kind.XZ : Kind.PLAIN;
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

    static InputStream open(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, BUFFER);
        try {
            return switch (of(in)) {
                case PLAIN -> in;
                case GZIP -> new GZIPInputStream(in, BUFFER);
                case ZSTD -> new ZstdInputStream(in).setLongMax(LARGEST_ZSTD_WINDOW);
                case BZIP2 -> new BZip2CompressorInputStream(in, true);
                case XZ -> new XZInputStream(in, XZ_KIB);
            };
        } catch (IOException e) {
            throw new InvalidArgument("the archive's compression is broken: " + e.getMessage(), e);
        }
    }
}
