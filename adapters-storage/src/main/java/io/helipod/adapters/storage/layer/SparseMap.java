package io.helipod.adapters.storage.layer;

import io.helipod.adapters.storage.layer.TarEntry.Region;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.ArrayList;
import java.util.List;

/** Where the bytes of a file with holes belong, in GNU tar's four ways of saying it (GNU tar manual, "Storing Sparse Files"). */
final class SparseMap {
    private static final int BLOCK = 512;
    private static final int MOST_REGIONS = 100_000;

    private SparseMap() {}

    /** Format 0.0: pairs from repeated records. */
    static List<Region> ofPairs(List<Long> pairs) {
        if (pairs.size() % 2 != 0) {
            throw broken();
        }
        List<Region> regions = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i += 2) {
            regions.add(new Region(pairs.get(i), pairs.get(i + 1)));
        }
        return regions;
    }

    /** Format 0.1: numbers with commas. */
    static List<Region> ofText(String text) {
        List<Long> pairs = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            pairs.add(PaxRecords.number(each));
        }
        return ofPairs(pairs);
    }

    /** The old format: four regions in the header, more in blocks that follow. */
    static List<Region> ofHeader(byte[] header, LayerStream stream) {
        List<Region> regions = new ArrayList<>();
        add(header, 386, 4, regions);
        boolean more = header[482] != 0;
        byte[] block = new byte[BLOCK];
        while (more) {
            if (stream.readFully(block, BLOCK) < BLOCK) {
                throw broken();
            }
            add(block, 0, 21, regions);
            more = block[504] != 0;
        }
        return regions;
    }

    private static void add(byte[] block, int offset, int count, List<Region> into) {
        for (int i = 0; i < count; i++) {
            int at = offset + i * 24;
            if (block[at] == 0) {
                return;
            }
            into.add(new Region(TarField.number(block, at, 12), TarField.number(block, at + 12, 12)));
        }
        if (into.size() > MOST_REGIONS) {
            throw broken();
        }
    }

    /**
     * Format 1.0: lines of decimal numbers before the bytes, padded to a block.
     *
     * @param most bytes that belong to the entry
     * @return pairs; how many blocks they took is {@code used[0]}
     */
    static List<Region> ofLines(LayerStream stream, long most, int[] used) {
        byte[] block = new byte[BLOCK];
        List<Long> numbers = new ArrayList<>();
        long wanted = 1;
        StringBuilder digits = new StringBuilder();
        while (numbers.size() < wanted) {
            used[0]++;
            if ((long) used[0] * BLOCK > most + BLOCK - 1 || stream.readFully(block, BLOCK) < BLOCK) {
                throw broken();
            }
            for (int i = 0; i < BLOCK && numbers.size() < wanted; i++) {
                if (block[i] != '\n') {
                    digits.append((char) (block[i] & 0xff));
                    if (digits.length() > 20) {
                        throw broken();
                    }
                    continue;
                }
                numbers.add(PaxRecords.number(digits.toString()));
                digits.setLength(0);
                if (numbers.size() == 1) {
                    wanted = 1 + 2 * numbers.getFirst();
                    if (numbers.getFirst() > MOST_REGIONS) {
                        throw broken();
                    }
                }
            }
        }
        return ofPairs(numbers.subList(1, numbers.size()));
    }

    /** In order, within the file, not overlapping, and together as long as the bytes that follow. */
    static List<Region> checked(List<Region> regions, long size, long stored) {
        long end = 0;
        long sum = 0;
        for (Region each : regions) {
            if (each.offset() < end
                    || each.length() < 0
                    || each.offset() > size
                    || each.length() > size - each.offset()) {
                throw broken();
            }
            end = each.offset() + each.length();
            sum += each.length();
        }
        if (sum != stored) {
            throw broken();
        }
        return List.copyOf(regions);
    }

    private static InvalidArgument broken() {
        return new InvalidArgument("layer archive is broken: bad map of a sparse file");
    }
}
