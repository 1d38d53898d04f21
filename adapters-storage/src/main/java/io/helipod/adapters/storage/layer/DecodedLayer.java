package io.helipod.adapters.storage.layer;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.helipod.core.spi.storage.LayerCompression;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The uncompressed bytes of a layer's blob. What it is compressed with shows in its first bytes. Holds its share of
 * {@link DecoderMemory} until it is closed. For one thread.
 */
final class DecodedLayer extends FilterInputStream {
    private static final int BUFFER = 64 * 1024;

    /** Every decoder of zstd should know such a window (RFC 8878 3.1.1.1.2): 8 MiB. */
    private static final int USUAL_WINDOW_LOG = 23;

    /** As zstd itself allows without being asked for more: 128 MiB. */
    private static final int LARGEST_WINDOW_LOG = 27;

    private Runnable memory = () -> {};

    private DecodedLayer(InputStream blob) {
        super(blob);
    }

    /** @param raw closed with the stream, and when it cannot be opened */
    static DecodedLayer of(InputStream raw) throws IOException {
        DecodedLayer decoded = new DecodedLayer(new BufferedInputStream(raw, BUFFER));
        try {
            decoded.in = decoded.decoder();
            return decoded;
        } catch (IOException | RuntimeException e) {
            decoded.close();
            throw e;
        }
    }

    private InputStream decoder() throws IOException {
        in.mark(ZstdHeader.LONGEST);
        byte[] head = in.readNBytes(ZstdHeader.LONGEST);
        in.reset();
        return switch (LayerCompression.of(head)) {
            case NONE -> in;
            case GZIP -> new GZIPInputStream(in, BUFFER);
            case ZSTD -> new ZstdInputStreamNoFinalizer(in).setLongMax(windowLog(ZstdHeader.window(head)));
            case BZIP2 -> new BZip2CompressorInputStream(in, true);
            case XZ -> {
                memory = DecoderMemory.xz();
                yield new XZInputStream(in, DecoderMemory.XZ * 1024);
            }
        };
    }

    /** The most that frames may ask for: as much as is usual, unless the first wants more and gets it. */
    private int windowLog(long window) {
        if (window > 1L << USUAL_WINDOW_LOG && window <= 1L << LARGEST_WINDOW_LOG) {
            memory = DecoderMemory.window(window);
            return LARGEST_WINDOW_LOG;
        }
        return USUAL_WINDOW_LOG;
    }

    @Override
    public void close() throws IOException {
        try {
            in.close();
        } finally {
            memory.run();
            memory = () -> {};
        }
    }
}
