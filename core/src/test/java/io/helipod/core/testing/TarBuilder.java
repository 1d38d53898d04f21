package io.helipod.core.testing;

import io.helipod.core.id.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes tar archives, honest or not: every field is written as it is told. Names are strings of which each character is a byte. */
public final class TarBuilder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<String, byte[]> extended = new LinkedHashMap<>();
    private int mode = 0644;
    private long uid;
    private long gid;
    private long time = 1_700_000_000L;
    private long major;
    private long minor;

    /** Permissions of the next entry only. */
    public TarBuilder mode(int bits) {
        mode = bits;
        return this;
    }

    /** Owner of the next entry only. */
    public TarBuilder owner(long user, long group) {
        uid = user;
        gid = group;
        return this;
    }

    /** Time of the next entry only. */
    public TarBuilder time(long seconds) {
        time = seconds;
        return this;
    }

    /** Device numbers of the next entry only. */
    public TarBuilder device(long first, long second) {
        major = first;
        minor = second;
        return this;
    }

    /** An extended header record of the next entry only. */
    public TarBuilder extended(String key, byte[] value) {
        extended.put(key, value);
        return this;
    }

    /** An extended header record of the next entry only. */
    public TarBuilder extended(String key, String value) {
        return extended(key, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A regular file. */
    public TarBuilder file(String name, String text) {
        return entry(name, '0', "", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A folder. */
    public TarBuilder folder(String name) {
        if (mode == 0644) {
            mode = 0755;
        }
        return entry(name, '5', "", new byte[0]);
    }

    /** A symbolic link. */
    public TarBuilder link(String name, String target) {
        return entry(name, '2', target, new byte[0]);
    }

    /** A hard link. */
    public TarBuilder hardLink(String name, String target) {
        return entry(name, '1', target, new byte[0]);
    }

    /** Any entry whose size is true. */
    public TarBuilder entry(String name, char type, String link, byte[] data) {
        if (!extended.isEmpty()) {
            ByteArrayOutputStream records = new ByteArrayOutputStream();
            extended.forEach((key, value) -> records.writeBytes(record(key, value)));
            extended.clear();
            raw(header("PaxHeader", 'x', "", records.size()));
            data(records.toByteArray());
        }
        byte[] header = header(name, type, link, data.length);
        mode = 0644;
        uid = 0;
        gid = 0;
        time = 1_700_000_000L;
        major = 0;
        minor = 0;
        raw(header);
        return data(data);
    }

    private static byte[] record(String key, byte[] value) {
        int rest = key.length() + value.length + 3;
        int length = rest + 1;
        while (Integer.toString(length).length() + rest != length) {
            length++;
        }
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.writeBytes((length + " " + key + "=").getBytes(StandardCharsets.UTF_8));
        record.writeBytes(value);
        record.write('\n');
        return record.toByteArray();
    }

    /** A header with the settings of the next entry, its checksum true. */
    public byte[] header(String name, char type, String link, long size) {
        byte[] block = new byte[512];
        put(block, 0, name);
        put(block, 100, String.format("%07o", mode));
        number(block, 108, 8, uid);
        number(block, 116, 8, gid);
        number(block, 124, 12, size);
        number(block, 136, 12, time);
        block[156] = (byte) type;
        put(block, 157, link);
        put(block, 257, "ustar");
        put(block, 263, "00");
        number(block, 329, 8, major);
        number(block, 337, 8, minor);
        return checked(block);
    }

    /** The same header with a true checksum. */
    public static byte[] checked(byte[] block) {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte each : block) {
            sum += each & 0xff;
        }
        put(block, 148, String.format("%06o", sum));
        block[154] = 0;
        return block;
    }

    private static void put(byte[] block, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }

    private static void number(byte[] block, int offset, int length, long value) {
        if (value >= 0 && value < 1L << 3 * (length - 1)) {
            put(block, offset, String.format("%0" + (length - 1) + "o", value));
            return;
        }
        for (int i = length - 1; i >= 0; i--) {
            block[offset + i] = length - 1 - i < 8 ? (byte) (value >> 8 * (length - 1 - i)) : (byte) (value >> 63);
        }
        block[offset] |= (byte) 0x80;
    }

    /** Bytes and the zeros that fill their last block. */
    public TarBuilder data(byte[] bytes) {
        raw(bytes);
        return raw(new byte[-bytes.length & 511]);
    }

    /** Bytes as they are. */
    public TarBuilder raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Everything so far, without an end. */
    public byte[] unfinished() {
        return out.toByteArray();
    }

    /** The archive. */
    public byte[] build() {
        byte[] all = out.toByteArray();
        return Arrays.copyOf(all, all.length + 1024);
    }

    /** The SHA-256 of some bytes: the diff id of an uncompressed archive. */
    public static Digest digest(byte[] bytes) {
        try {
            return Digest.sha256(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
