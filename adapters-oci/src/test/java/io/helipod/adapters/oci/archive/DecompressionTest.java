package io.helipod.adapters.oci.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class DecompressionTest {
    private static Decompression.Kind kind(byte... bytes) throws IOException {
        BufferedInputStream in = new BufferedInputStream(new ByteArrayInputStream(bytes));
        Decompression.Kind kind = Decompression.of(in);
        assertEquals(bytes.length, in.readAllBytes().length);
        return kind;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    @Test
    void theFirstBytesTellAndStay() throws IOException {
        assertEquals(Decompression.Kind.PLAIN, kind());
        assertEquals(Decompression.Kind.PLAIN, kind((byte) 0x1f));
        assertEquals(Decompression.Kind.GZIP, kind((byte) 0x1f, (byte) 0x8b, (byte) 8));
        assertEquals(Decompression.Kind.ZSTD, kind((byte) 0x28, (byte) 0xb5, (byte) 0x2f, (byte) 0xfd, (byte) 0));
        assertEquals(Decompression.Kind.BZIP2, kind((byte) 'B', (byte) 'Z', (byte) 'h', (byte) '9'));
        assertEquals(
                Decompression.Kind.XZ,
                kind((byte) 0xfd, (byte) '7', (byte) 'z', (byte) 'X', (byte) 'Z', (byte) 0, (byte) 0));
    }

    @Test
    void severalGzipMembersAreOneAlsoWhenTheyComeSlowly() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(gzip("one "));
        both.writeBytes(gzip("two"));
        InputStream slow = new ByteArrayInputStream(both.toByteArray()) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
        assertEquals("one two", new String(Decompression.open(slow).readAllBytes(), StandardCharsets.UTF_8));
    }
}
