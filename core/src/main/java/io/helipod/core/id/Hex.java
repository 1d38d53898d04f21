package io.helipod.core.id;

import java.util.HexFormat;

/** Lower-case hexadecimal text, the alphabet of every id. */
final class Hex {
    private Hex() {}

    static boolean isHex(String text, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
