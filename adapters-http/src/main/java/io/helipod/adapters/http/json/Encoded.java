package io.helipod.adapters.http.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * A JSON value that was encoded once, with a place in it for a text that is different at every reading. Immutable; the arrays are
 * not to be changed.
 *
 * @param before up to that place; all of it where there is none
 * @param after behind that place
 */
public record Encoded(byte[] before, byte[] after) {
    private static final byte[] NOTHING = new byte[0];

    /** A value without such a place. */
    public static Encoded of(Object value) {
        return new Encoded(Json.value(value), NOTHING);
    }

    /**
     * A value with the place. It is found by encoding twice with different texts: whatever else the value holds, names and labels
     * that look like the text included, is the same in both.
     *
     * @param value makes the value with a text, which has to appear in it exactly once
     */
    public static Encoded withText(Function<String, ?> value) {
        byte[] one = Json.value(value.apply("0"));
        byte[] other = Json.value(value.apply("1"));
        int place = Arrays.mismatch(one, other);
        boolean once = place >= 0
                && one.length == other.length
                && Arrays.equals(one, place + 1, one.length, other, place + 1, other.length);
        if (!once) {
            throw new IllegalStateException("the text is not in the value, or not only once");
        }
        return new Encoded(Arrays.copyOf(one, place), Arrays.copyOfRange(one, place + 1, one.length));
    }

    /** Bytes held. */
    public int length() {
        return before.length + after.length;
    }

    /**
     * An array with its line end.
     *
     * @param texts for each element; ASCII without quotes, backslashes and control characters
     */
    public static byte[] array(List<Encoded> elements, List<String> texts) {
        int length = 3 + elements.size();
        for (int i = 0; i < elements.size(); i++) {
            length += elements.get(i).length() + texts.get(i).length();
        }
        byte[] array = new byte[length];
        int end = 0;
        array[end++] = '[';
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                array[end++] = ',';
            }
            Encoded element = elements.get(i);
            end = put(array, end, element.before());
            end = put(array, end, texts.get(i).getBytes(StandardCharsets.US_ASCII));
            end = put(array, end, element.after());
        }
        array[end++] = ']';
        array[end++] = '\n';
        return end == length ? array : Arrays.copyOf(array, end);
    }

    /** An array of values without such a place, with its line end. */
    public static byte[] array(List<Encoded> elements) {
        return array(elements, Collections.nCopies(elements.size(), ""));
    }

    /** The value as a document with its line end. */
    public byte[] document() {
        byte[] document = Arrays.copyOf(before, length() + 1);
        put(document, before.length, after);
        document[document.length - 1] = '\n';
        return document;
    }

    private static int put(byte[] target, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, target, at, bytes.length);
        return at + bytes.length;
    }
}
