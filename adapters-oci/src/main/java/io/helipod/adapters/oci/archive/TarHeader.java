package io.helipod.adapters.oci.archive;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The header of a file that is anybody's to read (POSIX ustar). Everything is fixed but name and size, so that the same image gives the same
 * archive.
 */
final class TarHeader {
    /** Headers, and files with what fills them up, are multiples of it. */
    static final int BLOCK = 512;

    private static final int NAME = 100;
    private static final long LARGEST_OCTAL = 0_77777777777L;

    private TarHeader() {}

    /** @param name short and ASCII; a folder's ends in a slash */
    static byte[] of(String name, long size) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        if (text.length > NAME) {
            throw new IllegalArgumentException(name + " is too long for a tar header");
        }
        boolean folder = name.endsWith("/");
        byte[] header = new byte[BLOCK];
        System.arraycopy(text, 0, header, 0, text.length);
        octal(header, 100, 8, folder ? 0755 : 0644);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        size(header, size);
        octal(header, 136, 12, 0);
        header[156] = (byte) (folder ? '5' : '0');
        put(header, 257, "ustar\0" + "00");
        octal(header, 329, 8, 0);
        octal(header, 337, 8, 0);
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    /** What octal digits cannot say is written as GNU tar and Go do it: a number, marked by its first bit. */
    private static void size(byte[] header, long size) {
        if (size <= LARGEST_OCTAL) {
            octal(header, 124, 12, size);
            return;
        }
        header[124] = (byte) 0x80;
        for (int i = 0; i < Long.BYTES; i++) {
            header[135 - i] = (byte) (size >>> Byte.SIZE * i);
        }
    }

    private static void octal(byte[] header, int offset, int length, long value) {
        put(header, offset, String.format("%0" + (length - 1) + "o", value));
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
