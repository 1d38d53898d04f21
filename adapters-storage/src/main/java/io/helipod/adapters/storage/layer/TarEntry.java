package io.helipod.adapters.storage.layer;

import java.util.List;
import java.util.Map;

/**
 * One entry of a tar archive, as it stands there: nothing of it may be trusted.
 *
 * @param name as written
 * @param link what a link points to
 * @param type the type flag; a regular file is {@code 0}, whatever it was called
 * @param size bytes of the file, holes included
 * @param accessed seconds since 1970, with nanoseconds
 * @param changed seconds since 1970, with nanoseconds
 * @param attributes extended attributes by name
 * @param regions where the bytes that follow belong; one from 0 to size when the file has no holes
 */
record TarEntry(
        String name,
        String link,
        char type,
        int mode,
        long uid,
        long gid,
        long size,
        Time accessed,
        Time changed,
        long deviceMajor,
        long deviceMinor,
        Map<String, byte[]> attributes,
        List<Region> regions) {
    static final char FILE = '0';
    static final char HARD_LINK = '1';
    static final char SYMBOLIC_LINK = '2';
    static final char CHARACTER_DEVICE = '3';
    static final char BLOCK_DEVICE = '4';
    static final char FOLDER = '5';
    static final char FIFO = '6';

    /** A time, to the nanosecond. */
    record Time(long seconds, int nanos) {}

    /** A part of a file that has bytes. */
    record Region(long offset, long length) {}
}
