package io.helipod.adapters.storage.layer;

import io.helipod.adapters.storage.linux.ByteText;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A PAX extended header: records of "length key=value" (pax(1), "pax Extended Header"), values kept as bytes. An empty value means
 * that the header's own field holds, as in Go's archive/tar, so the key is not there.
 *
 * @param values the last value of each key
 * @param sparsePairs offset and length of every region, as GNU's sparse format 0.0 repeats them
 */
record PaxRecords(Map<String, byte[]> values, List<Long> sparsePairs) {
    static final PaxRecords NONE = new PaxRecords(Map.of(), List.of());
    private static final String ATTRIBUTE = "SCHILY.xattr.";

    static PaxRecords parse(byte[] data) {
        Map<String, byte[]> values = new HashMap<>();
        List<Long> pairs = new ArrayList<>();
        int at = 0;
        while (at < data.length) {
            int space = find(data, ' ', at, Math.min(data.length, at + 8));
            int length = (int) number(ByteText.of(data, at, space));
            int end = at + length;
            if (length < 5 || end > data.length || end < at || data[end - 1] != '\n') {
                throw broken();
            }
            int equal = find(data, '=', space + 1, end);
            String key = ByteText.of(data, space + 1, equal);
            byte[] value = java.util.Arrays.copyOfRange(data, equal + 1, end - 1);
            if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
                if (key.endsWith("offset") != (pairs.size() % 2 == 0)) {
                    throw broken();
                }
                pairs.add(number(ByteText.of(value, 0, value.length)));
            } else if (value.length == 0) {
                values.remove(key);
            } else {
                values.put(key, value);
            }
            at = end;
        }
        return new PaxRecords(values, pairs);
    }

    private static int find(byte[] data, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (data[i] == wanted) {
                return i;
            }
        }
        throw broken();
    }

    private static InvalidArgument broken() {
        return new InvalidArgument("layer archive is broken: bad extended header");
    }

    /** A decimal number that is not negative. */
    static long number(String text) {
        if (text.isEmpty() || text.length() > 18) {
            throw broken();
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw broken();
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    String text(String key, String otherwise) {
        byte[] value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        for (byte each : value) {
            if (each == 0) {
                throw new InvalidArgument("layer archive is broken: zero byte in " + key);
            }
        }
        return ByteText.of(value, 0, value.length);
    }

    long number(String key, long otherwise) {
        byte[] value = values.get(key);
        return value == null ? otherwise : number(ByteText.of(value, 0, value.length));
    }

    /** Seconds with a fraction, perhaps negative. */
    TarEntry.Time time(String key, TarEntry.Time otherwise) {
        byte[] value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        String text = new String(value, StandardCharsets.ISO_8859_1);
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        int dot = digits.indexOf('.');
        long seconds = number(dot < 0 ? digits : digits.substring(0, dot));
        String fraction = dot < 0 ? "" : digits.substring(dot + 1);
        int nanos = fraction.isEmpty() ? 0 : (int) number((fraction + "00000000").substring(0, 9));
        if (!negative) {
            return new TarEntry.Time(seconds, nanos);
        }
        return nanos == 0 ? new TarEntry.Time(-seconds, 0) : new TarEntry.Time(-seconds - 1, 1_000_000_000 - nanos);
    }

    /** Extended attributes by name. */
    Map<String, byte[]> attributes() {
        Map<String, byte[]> found = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(ATTRIBUTE)) {
                found.put(key.substring(ATTRIBUTE.length()), value);
            }
        });
        return found;
    }
}
