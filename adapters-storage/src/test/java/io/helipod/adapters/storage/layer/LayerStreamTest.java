package io.helipod.adapters.storage.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.TooLarge;
import io.helipod.core.error.EngineException.Unavailable;
import io.helipod.core.id.Digest;
import io.helipod.core.testing.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class LayerStreamTest {
    private static final byte[] TAR = tar();

    private static byte[] tar() {
        byte[] data = new byte[300_000];
        new Random(1).nextBytes(data);
        Arrays.fill(data, 100_000, 200_000, (byte) 7);
        return new TarBuilder().entry("f", '0', "", data).build();
    }

    @FunctionalInterface
    interface Compressor {
        OutputStream over(OutputStream out) throws IOException;
    }

    static Stream<Arguments> compressors() {
        return Stream.of(
                Arguments.of("gzip", (Compressor) GZIPOutputStream::new),
                Arguments.of("zstd", (Compressor) ZstdOutputStream::new),
                Arguments.of("bzip2", (Compressor) BZip2CompressorOutputStream::new),
                Arguments.of("xz", (Compressor) out -> new XZOutputStream(out, new LZMA2Options(1))));
    }

    private static byte[] compress(Compressor compressor, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressed = compressor.over(out)) {
            compressed.write(bytes);
        }
        return out.toByteArray();
    }

    private static Digest digest(byte[] blob) {
        try (LayerStream stream = new LayerStream(new ByteArrayInputStream(blob), UnpackLimits.DEFAULT)) {
            return stream.finish();
        }
    }

    @Test
    void anUncompressedBlobIsTakenAsItIs() {
        assertEquals(TarBuilder.digest(TAR), digest(TAR));
        assertEquals(TarBuilder.digest(new byte[0]), digest(new byte[0]));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("compressors")
    void theDigestIsThatOfTheUncompressedBytes(String name, Compressor compressor) throws IOException {
        assertEquals(TarBuilder.digest(TAR), digest(compress(compressor, TAR)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("compressors")
    void piecesCompressedOneByOneAreOneArchive(String name, Compressor compressor) throws IOException {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        for (int at = 0; at < TAR.length; at += 100_000) {
            blob.writeBytes(compress(compressor, Arrays.copyOfRange(TAR, at, Math.min(TAR.length, at + 100_000))));
        }
        assertEquals(TarBuilder.digest(TAR), digest(blob.toByteArray()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("compressors")
    void aDamagedBlobIsRefused(String name, Compressor compressor) throws IOException {
        byte[] blob = compress(compressor, TAR);
        assertThrows(InvalidArgument.class, () -> digest(Arrays.copyOf(blob, blob.length / 2)));
        Random random = new Random(3);
        for (int i = 0; i < 30; i++) {
            byte[] bad = blob.clone();
            bad[8 + random.nextInt(bad.length - 8)] ^= (byte) (1 + random.nextInt(255));
            try {
                digest(bad); // some bits mean nothing; the digest decides in the end
            } catch (InvalidArgument refused) {
                assertTrue(refused.toString().contains("broken"), refused.toString());
            }
        }
    }

    @Test
    void aBlobThatGrowsOutOfAllProportionIsRefused() throws IOException {
        byte[] zeros = new byte[1 << 20];
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        try (OutputStream zstd = new ZstdOutputStream(blob)) {
            for (int i = 0; i < 300; i++) {
                zstd.write(zeros);
            }
        }
        assertThrows(TooLarge.class, () -> digest(blob.toByteArray()));
    }

    @Test
    void aWindowLargerThanAllowedIsRefused() {
        // a frame that asks for a window of 2^27 or 2^28 bytes and holds one empty block (RFC 8878, 3.1.1)
        byte[] allowed = HexFormat.of().parseHex("28b52ffd" + "00" + "88" + "010000");
        byte[] larger = HexFormat.of().parseHex("28b52ffd" + "00" + "90" + "010000");
        assertEquals(TarBuilder.digest(new byte[0]), digest(allowed));
        assertThrows(InvalidArgument.class, () -> digest(larger));
    }

    @Test
    void whatAsksForMuchMemoryWaitsForItsTurn() throws Exception {
        byte[] xz = compress(out -> new XZOutputStream(out, new LZMA2Options(1)), TAR);
        LayerStream first = new LayerStream(new ByteArrayInputStream(xz), UnpackLimits.DEFAULT);
        Thread cancelled = Thread.ofPlatform().start(() -> assertThrows(Unavailable.class, () -> digest(xz)));
        CompletableFuture<Digest> second = CompletableFuture.supplyAsync(() -> digest(xz));
        while (cancelled.getState() != Thread.State.WAITING) {
            Thread.sleep(5);
        }
        cancelled.interrupt();
        cancelled.join(10_000);
        assertFalse(cancelled.isAlive());
        assertFalse(second.isDone());
        first.close();
        assertEquals(TarBuilder.digest(TAR), second.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aWindowIsFoundInTheHeadOfItsFrame() {
        assertEquals(1L << 27, ZstdHeader.window(HexFormat.of().parseHex("28b52ffd" + "00" + "88" + "010000")));
        assertEquals(3L << 20, ZstdHeader.window(HexFormat.of().parseHex("28b52ffd" + "00" + "5c" + "010000")));
        // a single segment: its content is its window
        assertEquals(5, ZstdHeader.window(HexFormat.of().parseHex("28b52ffd" + "20" + "05")));
        assertEquals(256, ZstdHeader.window(HexFormat.of().parseHex("28b52ffd" + "60" + "0000")));
        assertEquals(1L << 24, ZstdHeader.window(HexFormat.of().parseHex("28b52ffd" + "a1" + "ff" + "00000001")));
        assertEquals(0, ZstdHeader.window(HexFormat.of().parseHex("502a4d18" + "00000000" + "00")));
        assertEquals(0, ZstdHeader.window(new byte[] {0x28}));
    }

    @Test
    void aFailingDiskIsNotTheArchivesFault() {
        InputStream failing = new InputStream() {
            private int left = 1000;

            @Override
            public int read() throws IOException {
                if (left == 0) {
                    throw new IOException("bad sector");
                }
                left--;
                return 0;
            }
        };
        StorageFailed failure = assertThrows(StorageFailed.class, () -> {
            try (LayerStream stream = new LayerStream(failing, UnpackLimits.DEFAULT)) {
                stream.finish();
            }
        });
        assertTrue(failure.toString().contains("bad sector"), failure.toString());
    }
}
