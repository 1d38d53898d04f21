package io.helipod.core.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes ustar archives by hand, so that a test can also write what no sane archiver would. Owners are root, times 2023-11-14. */
public final class TestTar {
    private static final int BLOCK = 512;
    private static final long TIME = 1_700_000_000;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A regular file. */
    public TestTar file(String name, int mode, byte[] content) {
        return entry('0', name, mode, "", content.length, content);
    }

    /** A regular file that all may read. */
    public TestTar file(String name, byte[] content) {
        return file(name, 0644, content);
    }

    /** A text file that all may read. */
    public TestTar file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** A directory. */
    public TestTar directory(String name, int mode) {
        return entry('5', name, mode, "", 0, new byte[0]);
    }

    /** A symbolic link. */
    public TestTar symlink(String name, String target) {
        return entry('2', name, 0777, target, 0, new byte[0]);
    }

    /** A hard link. */
    public TestTar hardLink(String name, String target) {
        return entry('1', name, 0644, target, 0, new byte[0]);
    }

    /**
     * An entry with nothing checked.
     *
     * @param size as its header says, whatever {@code content} has
     */
    public TestTar entry(char type, String name, int mode, String link, long size, byte[] content) {
        byte[] header = new byte[BLOCK];
        text(header, 0, 100, name);
        octal(header, 100, 8, mode);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, size);
        octal(header, 136, 12, TIME);
        header[156] = (byte) type;
        text(header, 157, 100, link);
        text(header, 257, 8, "ustar\00000");
        java.util.Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        octal(header, 148, 7, sum);
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
        return this;
    }

    /** The archive so far, with its end. */
    public byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        whole.writeBytes(new byte[2 * BLOCK]);
        return whole.toByteArray();
    }

    /** The archive so far, as if the writer had died. */
    public byte[] torn() {
        return out.toByteArray();
    }

    private static void text(byte[] header, int offset, int length, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > length) {
            throw new IllegalArgumentException("too long for ustar: " + text);
        }
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private static void octal(byte[] header, int offset, int length, long value) {
        String digits = Long.toOctalString(value);
        text(header, offset, length - 1, "0".repeat(Math.max(0, length - 1 - digits.length())) + digits);
    }
}
