package io.helipod.adapters.http.exchange;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoded text (RFC 3986), decoded strictly. */
final class PercentText {
    private PercentText() {}

    /**
     * @param what is said to be wrong when it is
     * @param plusIsSpace as in forms and queries
     */
    static String decode(String text, String what, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()) {
                    throw invalid(what, text.substring(i));
                }
                int high = Character.digit(text.charAt(i + 1), 16);
                int low = Character.digit(text.charAt(i + 2), 16);
                if (high < 0 || low < 0) {
                    throw invalid(what, text.substring(i, i + 3));
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.write(' ');
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidArgument("invalid UTF-8 in " + what, e);
        }
    }

    private static InvalidArgument invalid(String what, String escape) {
        return new InvalidArgument("invalid URL escape \"" + escape + "\" in " + what);
    }
}
