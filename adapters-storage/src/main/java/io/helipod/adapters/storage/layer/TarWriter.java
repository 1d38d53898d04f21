package io.helipod.adapters.storage.layer;

import io.helipod.adapters.storage.linux.ByteText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a pax archive (POSIX.1-2001). The same entries always give the same bytes: an extended header only where the plain one cannot say
 * it, its records in one order, nothing of the clock. An attribute whose name has an equals sign cannot be said at all and is left out.
 */
final class TarWriter {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final long MOST_IN_7_DIGITS = 07777777L;
    private static final long MOST_IN_11_DIGITS = 077777777777L;
    private static final byte[] ZEROS = new byte[2 * BLOCK];
    private final OutputStream out;
    private final byte[] header = new byte[BLOCK];
    private long length;

    /** @param out not closed */
    TarWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes an entry's headers. What a file holds follows by {@link #data} and is ended by {@link #fill}. */
    void entry(TarEntry entry) throws IOException {
        byte[] extended = extended(entry);
        if (extended.length > 0) {
            header("PaxHeader", "", 'x', 0644, 0, 0, extended.length, 0, 0, 0);
            data(extended, extended.length);
            fill(extended.length);
        }
        header(
                entry.name(),
                entry.link(),
                entry.type(),
                entry.mode(),
                plain(entry.uid(), MOST_IN_7_DIGITS),
                plain(entry.gid(), MOST_IN_7_DIGITS),
                plain(entry.size(), MOST_IN_11_DIGITS),
                plain(entry.changed().seconds(), MOST_IN_11_DIGITS),
                entry.deviceMajor(),
                entry.deviceMinor());
    }

    /** A number that the plain header cannot hold stands in the extended one. */
    private static long plain(long value, long most) {
        return value < 0 || value > most ? 0 : value;
    }

    private static byte[] extended(TarEntry entry) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        if (entry.name().length() > NAME) {
            record(records, "path", ByteText.bytes(entry.name()));
        }
        if (entry.link().length() > NAME) {
            record(records, "linkpath", ByteText.bytes(entry.link()));
        }
        number(records, "size", entry.size(), MOST_IN_11_DIGITS);
        number(records, "uid", entry.uid(), MOST_IN_7_DIGITS);
        number(records, "gid", entry.gid(), MOST_IN_7_DIGITS);
        TarEntry.Time changed = entry.changed();
        if (changed.nanos() != 0 || plain(changed.seconds(), MOST_IN_11_DIGITS) != changed.seconds()) {
            record(records, "mtime", ByteText.bytes(decimal(changed)));
        }
        for (Map.Entry<String, byte[]> each : new TreeMap<>(entry.attributes()).entrySet()) {
            if (each.getKey().indexOf('=') < 0) {
                record(records, "SCHILY.xattr." + each.getKey(), each.getValue());
            }
        }
        return records.toByteArray();
    }

    private static void number(ByteArrayOutputStream records, String key, long value, long most) {
        if (value > most) {
            record(records, key, ByteText.bytes(Long.toString(value)));
        }
    }

    /** Nanoseconds count upwards from the seconds, also before 1970. */
    private static String decimal(TarEntry.Time time) {
        boolean negative = time.seconds() < 0;
        boolean part = time.nanos() != 0;
        long seconds = negative ? -(time.seconds() + (part ? 1 : 0)) : time.seconds();
        int nanos = negative && part ? 1_000_000_000 - time.nanos() : time.nanos();
        String fraction = Integer.toString(1_000_000_000 + nanos).substring(1).replaceAll("0+$", "");
        return (negative ? "-" : "") + seconds + (part ? "." + fraction : "");
    }

    /** {@code LENGTH KEY=VALUE\n}, where the length counts its own digits. */
    private static void record(ByteArrayOutputStream records, String key, byte[] value) {
        int rest = key.length() + value.length + 3;
        int length = rest + 1;
        while (Integer.toString(length).length() + rest != length) {
            length++;
        }
        records.writeBytes(ByteText.bytes(length + " " + key + "="));
        records.writeBytes(value);
        records.write('\n');
    }

    private void header(
            String name,
            String link,
            char type,
            int mode,
            long uid,
            long gid,
            long size,
            long seconds,
            long major,
            long minor)
            throws IOException {
        Arrays.fill(header, (byte) 0);
        text(0, NAME, name);
        octal(100, 7, mode);
        octal(108, 7, uid);
        octal(116, 7, gid);
        octal(124, 11, size);
        octal(136, 11, seconds);
        header[156] = (byte) type;
        text(157, NAME, link);
        text(257, 6, "ustar\0");
        text(263, 2, "00");
        octal(329, 7, major);
        octal(337, 7, minor);
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        octal(148, 6, sum);
        header[154] = 0;
        put(header, BLOCK);
    }

    private void text(int offset, int most, String text) {
        for (int i = 0; i < Math.min(most, text.length()); i++) {
            header[offset + i] = (byte) text.charAt(i);
        }
    }

    private void octal(int offset, int digits, long value) {
        long rest = value;
        for (int i = digits - 1; i >= 0; i--) {
            header[offset + i] = (byte) ('0' + (rest & 7));
            rest >>>= 3;
        }
    }

    /** The next bytes of the entry. */
    void data(byte[] bytes, int length) throws IOException {
        put(bytes, length);
    }

    /** Fills the last block of an entry of this size. */
    void fill(long size) throws IOException {
        put(ZEROS, (int) (-size & BLOCK - 1));
    }

    /** Ends the archive. */
    void end() throws IOException {
        put(ZEROS, 2 * BLOCK);
    }

    /** Bytes of the archive so far. */
    long length() {
        return length;
    }

    private void put(byte[] bytes, int count) throws IOException {
        out.write(bytes, 0, count);
        length += count;
    }
}
