package io.helipod.adapters.storage.layer;

import io.helipod.adapters.storage.linux.ByteText;
import io.helipod.core.error.EngineException.InvalidArgument;

/** Fields of a tar header (tar(5)): text ended by a zero, numbers in octal or, with the highest bit set, in base 256. */
final class TarField {
    private TarField() {}

    static String text(byte[] block, int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return ByteText.of(block, offset, end);
    }

    static long number(byte[] block, int offset, int length) {
        return (block[offset] & 0x80) != 0 ? binary(block, offset, length) : octal(block, offset, length);
    }

    private static long binary(byte[] block, int offset, int length) {
        boolean negative = (block[offset] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = 0; i < length; i++) {
            int bits = block[offset + i] & 0xff;
            if (i == 0) {
                bits = negative ? bits | 0x80 : bits & 0x7f;
            }
            if (value != (byte) value && (value << 8 >> 8) != value) {
                throw new InvalidArgument("layer archive is broken: number too large");
            }
            value = value << 8 | bits;
        }
        return value;
    }

    private static long octal(byte[] block, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end && (block[at] == ' ' || block[at] == 0)) {
            at++;
        }
        while (end > at && (block[end - 1] == ' ' || block[end - 1] == 0)) {
            end--;
        }
        long value = 0;
        for (; at < end && block[at] != 0; at++) {
            if (block[at] < '0' || block[at] > '7') {
                throw new InvalidArgument("layer archive is broken: header field is not a number");
            }
            value = value << 3 | (block[at] - '0');
        }
        return value;
    }
}
