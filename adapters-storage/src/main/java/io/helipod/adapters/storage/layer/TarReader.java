package io.helipod.adapters.storage.layer;

import io.helipod.adapters.storage.layer.TarEntry.Region;
import io.helipod.adapters.storage.layer.TarEntry.Time;
import io.helipod.adapters.storage.linux.ByteText;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads tar archives: V7, ustar, star, PAX and GNU, with long names, large numbers, extended attributes and all sparse formats.
 * Where dialects contradict each other it decides as Go's archive/tar does, by which most layers were written and checked: one
 * reader's file must not be another's header. For one thread; anything broken is InvalidArgument.
 */
final class TarReader {
    private static final int BLOCK = 512;

    /** As in Go's archive/tar. */
    private static final int LONGEST_EXTENSION = 1 << 20;

    private final LayerStream stream;
    private final byte[] header = new byte[BLOCK];
    private long left;
    private int padding;

    TarReader(LayerStream stream) {
        this.stream = stream;
    }

    /** The next entry, passing over what was not read of the one before; empty at the end of the archive. */
    Optional<TarEntry> next() {
        PaxRecords pax = PaxRecords.NONE;
        Optional<String> longName = Optional.empty();
        Optional<String> longLink = Optional.empty();
        while (true) {
            if (!stream.skip(left + padding)) {
                throw broken("it ends within an entry");
            }
            left = 0;
            padding = 0;
            if (!readHeader()) {
                return Optional.empty();
            }
            char type = (char) (header[156] & 0xff);
            long size = TarField.number(header, 124, 12);
            switch (type) {
                case 'x' -> pax = PaxRecords.parse(extension(size));
                case 'g' -> extension(size); // for all entries that follow; podman ignores them too
                case 'L' -> longName = Optional.of(name(extension(size)));
                case 'K' -> longLink = Optional.of(name(extension(size)));
                default -> {
                    return Optional.of(entry(type, size, pax, longName, longLink));
                }
            }
        }
    }

    /** Bytes of the current entry; -1 at its end. */
    int read(byte[] into, int length) {
        if (left == 0) {
            return -1;
        }
        int count = stream.read(into, 0, (int) Math.min(length, left));
        if (count < 0) {
            throw broken("it ends within a file");
        }
        left -= count;
        return count;
    }

    private boolean readHeader() {
        int count = stream.readFully(header, BLOCK);
        if (count == 0) {
            return false; // no end mark; common enough
        }
        if (count < BLOCK) {
            throw broken("it ends within a header");
        }
        if (isZero(header)) {
            count = stream.readFully(header, BLOCK);
            if (count == 0 || count == BLOCK && isZero(header)) {
                return false;
            }
            throw broken("something follows its end");
        }
        long stored = TarField.number(header, 148, 8);
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BLOCK; i++) {
            int each = i >= 148 && i < 156 ? ' ' : header[i];
            unsigned += each & 0xff;
            signed += each;
        }
        if (stored != unsigned && stored != signed) {
            throw broken("a header's checksum is wrong");
        }
        return true;
    }

    private static boolean isZero(byte[] block) {
        for (byte each : block) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private byte[] extension(long size) {
        if (size < 0 || size > LONGEST_EXTENSION) {
            throw broken("an extended header is " + size + " bytes long");
        }
        byte[] data = new byte[(int) size];
        if (stream.readFully(data, data.length) < data.length) {
            throw broken("it ends within an extended header");
        }
        padding = padding(size);
        return data;
    }

    private static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    private static String name(byte[] data) {
        return TarField.text(data, 0, data.length);
    }

    private TarEntry entry(
            char rawType, long rawSize, PaxRecords pax, Optional<String> longName, Optional<String> longLink) {
        boolean gnu = magic().equals("ustar  ");
        Time changed = new Time(TarField.number(header, 136, 12), 0);
        String name = longName.orElse(pax.text("path", ustarName()));
        String link = longLink.orElse(pax.text("linkpath", TarField.text(header, 157, 100)));
        char type = rawType;
        if (type == 0) {
            type = name.endsWith("/") ? TarEntry.FOLDER : TarEntry.FILE;
        } else if (type == '7' || type == 'S') {
            type = TarEntry.FILE;
        }
        long stored = type == TarEntry.FILE ? pax.number("size", rawSize) : 0;
        if (stored < 0) {
            throw broken("a size is negative");
        }
        left = stored;
        padding = padding(stored);
        long size = stored;
        List<Region> regions = List.of(new Region(0, stored));
        if (type == TarEntry.FILE && rawType == 'S') {
            if (!gnu) {
                throw broken("a sparse file in an archive that is not GNU's");
            }
            size = TarField.number(header, 483, 12);
            regions = SparseMap.checked(SparseMap.ofHeader(header.clone(), stream), size, stored);
        } else if (type == TarEntry.FILE && isSparse(pax)) {
            size = pax.number("GNU.sparse.realsize", pax.number("GNU.sparse.size", stored));
            name = pax.text("GNU.sparse.name", name);
            regions = SparseMap.checked(sparseRegions(pax), size, left);
        }
        return new TarEntry(
                name,
                link,
                type,
                (int) (TarField.number(header, 100, 8) & 07777),
                pax.number("uid", TarField.number(header, 108, 8)),
                pax.number("gid", TarField.number(header, 116, 8)),
                size,
                pax.time("atime", pax.time("mtime", changed)),
                pax.time("mtime", changed),
                isDevice(type) ? TarField.number(header, 329, 8) : 0,
                isDevice(type) ? TarField.number(header, 337, 8) : 0,
                pax == PaxRecords.NONE ? Map.of() : pax.attributes(),
                regions);
    }

    private static boolean isDevice(char type) {
        return type == TarEntry.CHARACTER_DEVICE || type == TarEntry.BLOCK_DEVICE;
    }

    private static boolean isSparse(PaxRecords pax) {
        return pax.has("GNU.sparse.major")
                || pax.has("GNU.sparse.map")
                || !pax.sparsePairs().isEmpty();
    }

    private List<Region> sparseRegions(PaxRecords pax) {
        if (pax.has("GNU.sparse.map")) {
            return SparseMap.ofText(pax.text("GNU.sparse.map", ""));
        }
        if (!pax.sparsePairs().isEmpty()) {
            return SparseMap.ofPairs(pax.sparsePairs());
        }
        if (pax.number("GNU.sparse.major", 0) != 1 || pax.number("GNU.sparse.minor", 0) != 0) {
            throw broken("a sparse file of an unknown format");
        }
        int[] blocks = new int[1];
        List<Region> regions = SparseMap.ofLines(stream, left, blocks);
        left -= (long) blocks[0] * BLOCK;
        if (left < 0) {
            throw broken("a sparse file's map is longer than the file");
        }
        return regions;
    }

    private String magic() {
        return ByteText.of(header, 257, 264);
    }

    /** POSIX puts the first part of a long name into a prefix; star's is shorter; GNU has other things there. */
    private String ustarName() {
        String name = TarField.text(header, 0, 100);
        if (!magic().startsWith("ustar\0")) {
            return name;
        }
        boolean star = ByteText.of(header, 508, 512).equals("tar\0");
        String prefix = TarField.text(header, 345, star ? 131 : 155);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static InvalidArgument broken(String why) {
        return new InvalidArgument("layer archive is broken: " + why);
    }
}
