package io.helipod.adapters.storage.linux;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Strings of which every character stands for one byte; see the package. */
public final class ByteText {
    private ByteText() {}

    /** The bytes from start to end. */
    public static String of(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** A path of the engine's own. */
    public static String of(Path path) {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }

    /** The bytes of byte text. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** For people: the bytes read as UTF-8, shortened, control characters replaced. */
    public static String show(String text) {
        String shown = new String(bytes(text), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
        return shown.length() > 256 ? shown.substring(0, 256) + "..." : shown;
    }
}
