package io.helipod.adapters.storage.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.adapters.storage.layer.TarEntry.Region;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.testing.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TarReaderTest {
    private record Read(TarEntry entry, byte[] data) {
        String text() {
            return new String(data, StandardCharsets.UTF_8);
        }
    }

    private static List<Read> read(byte[] tar) {
        List<Read> all = new ArrayList<>();
        try (LayerStream stream = new LayerStream(new ByteArrayInputStream(tar), UnpackLimits.DEFAULT)) {
            TarReader reader = new TarReader(stream);
            for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                ByteArrayOutputStream data = new ByteArrayOutputStream();
                byte[] buffer = new byte[100];
                for (int count = reader.read(buffer, 100); count > 0; count = reader.read(buffer, 100)) {
                    data.write(buffer, 0, count);
                }
                all.add(new Read(entry.get(), data.toByteArray()));
            }
        }
        return all;
    }

    private static void refused(byte[] tar) {
        assertThrows(InvalidArgument.class, () -> read(tar));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A header of GNU's sparse format with its regions and the file's real size. */
    private static byte[] oldSparse(String name, long stored, long size, boolean more, long... numbers) {
        byte[] header = new TarBuilder().header(name, 'S', "", stored);
        System.arraycopy(bytes("ustar  \0"), 0, header, 257, 8);
        Arrays.fill(header, 345, 512, (byte) 0);
        regions(header, 386, numbers);
        header[482] = (byte) (more ? 1 : 0);
        System.arraycopy(bytes(String.format("%011o", size)), 0, header, 483, 11);
        return TarBuilder.checked(header);
    }

    private static void regions(byte[] block, int offset, long... numbers) {
        for (int i = 0; i < numbers.length; i++) {
            System.arraycopy(bytes(String.format("%011o", numbers[i])), 0, block, offset + 12 * i, 11);
        }
    }

    @Test
    void longNamesOfEveryDialectAreRead() {
        String name = "folder/" + "n".repeat(150);
        String link = "to/" + "l".repeat(150);
        byte[] prefixed = new TarBuilder().header("n".repeat(100), '0', "", 0);
        System.arraycopy(bytes("p".repeat(155)), 0, prefixed, 345, 155);
        List<Read> all = read(new TarBuilder()
                .entry("././@LongLink", 'K', "", bytes(link + "\0"))
                .entry("././@LongLink", 'L', "", bytes(name + "\0"))
                .link("short", "short")
                .extended("path", name)
                .extended("linkpath", link)
                .link("short", "short")
                .raw(TarBuilder.checked(prefixed))
                .build());
        assertEquals(3, all.size());
        assertEquals(name, all.get(0).entry().name());
        assertEquals(link, all.get(0).entry().link());
        assertEquals(name, all.get(1).entry().name());
        assertEquals(link, all.get(1).entry().link());
        assertEquals("p".repeat(155) + "/" + "n".repeat(100), all.get(2).entry().name());
    }

    @Test
    void whatFollowsAnEntryIsReadWhetherOrNotItsDataWas() {
        byte[] tar = new TarBuilder().file("a", "x".repeat(1000)).file("b", "b").build();
        try (LayerStream stream = new LayerStream(new ByteArrayInputStream(tar), UnpackLimits.DEFAULT)) {
            TarReader reader = new TarReader(stream);
            assertEquals("a", reader.next().orElseThrow().name());
            reader.read(new byte[10], 10);
            assertEquals("b", reader.next().orElseThrow().name());
            assertEquals(Optional.empty(), reader.next());
        }
    }

    @Test
    void onlyFilesHaveBytesWhateverASizeSays() {
        byte[] folder = new TarBuilder().header("d/", '5', "", 1024);
        List<Read> all =
                read(new TarBuilder().raw(folder).file("after", "after").build());
        assertEquals(
                List.of("d/", "after"),
                all.stream().map(each -> each.entry().name()).toList());
    }

    @Test
    void anOldFolderIsAFileWhoseNameEndsInASlash() {
        List<Read> all = read(new TarBuilder()
                .entry("d/", '\0', "", new byte[0])
                .entry("f", '\0', "", bytes("old"))
                .entry("g", '7', "", bytes("contiguous"))
                .build());
        assertEquals(TarEntry.FOLDER, all.get(0).entry().type());
        assertEquals(TarEntry.FILE, all.get(1).entry().type());
        assertEquals("old", all.get(1).text());
        assertEquals("contiguous", all.get(2).text());
    }

    @Test
    void globalHeadersAreIgnored() {
        List<Read> all = read(new TarBuilder()
                .entry("pax_global_header", 'g', "", bytes("14 path=wrong\n"))
                .file("right", "")
                .build());
        assertEquals("right", all.getFirst().entry().name());
    }

    @Test
    void theSizeOfAnExtendedHeaderGoesFirst() {
        byte[] data = bytes("12345");
        TarBuilder tar = new TarBuilder();
        tar.entry("x", 'x', "", bytes("10 size=5\n"));
        List<Read> all = read(
                tar.raw(tar.header("f", '0', "", 0)).data(data).file("g", "g").build());
        assertEquals("12345", all.getFirst().text());
        assertEquals("g", all.get(1).text());
    }

    @Test
    void sparseFilesOfEveryFormatAreRead() {
        byte[] data = bytes("a".repeat(10) + "b".repeat(5));
        List<Region> regions = List.of(new Region(100, 10), new Region(600, 5), new Region(700, 0));
        byte[] lines = Arrays.copyOf(bytes("3\n100\n10\n600\n5\n700\n0\n"), 512);
        byte[] oneZero = Arrays.copyOf(lines, 512 + data.length);
        System.arraycopy(data, 0, oneZero, 512, data.length);
        List<Read> all = read(new TarBuilder()
                .raw(oldSparse("old", data.length, 700, false, 100, 10, 600, 5, 700, 0))
                .data(data)
                .entry(
                        "p",
                        'x',
                        "",
                        records(
                                "GNU.sparse.size=700",
                                "GNU.sparse.numblocks=3",
                                "GNU.sparse.offset=100",
                                "GNU.sparse.numbytes=10",
                                "GNU.sparse.offset=600",
                                "GNU.sparse.numbytes=5",
                                "GNU.sparse.offset=700",
                                "GNU.sparse.numbytes=0"))
                .entry("zero.zero", '0', "", data)
                .extended("GNU.sparse.size", "700")
                .extended("GNU.sparse.name", "zero.one")
                .extended("GNU.sparse.map", "100,10,600,5,700,0")
                .entry("GNUSparseFile.1/x", '0', "", data)
                .extended("GNU.sparse.major", "1")
                .extended("GNU.sparse.minor", "0")
                .extended("GNU.sparse.name", "one.zero")
                .extended("GNU.sparse.realsize", "700")
                .entry("GNUSparseFile.1/x", '0', "", oneZero)
                .file("after", "after")
                .build());
        assertEquals(
                List.of("old", "zero.zero", "zero.one", "one.zero", "after"),
                all.stream().map(each -> each.entry().name()).toList());
        for (Read each : all.subList(0, 4)) {
            assertEquals(700, each.entry().size(), each.entry().name());
            assertEquals(regions, each.entry().regions(), each.entry().name());
            assertArrayEquals(data, each.data(), each.entry().name());
        }
        assertEquals("after", all.getLast().text());
    }

    private static byte[] records(String... all) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String each : all) {
            int length = each.length() + 3;
            length += Integer.toString(length).length() - 1;
            out.writeBytes(bytes(length + " " + each + "\n"));
        }
        return out.toByteArray();
    }

    @Test
    void aSparseFileMayHaveMoreRegionsThanItsHeaderHolds() {
        byte[] more = new byte[512];
        regions(more, 0, 40, 1, 50, 1);
        List<Read> all = read(new TarBuilder()
                .raw(oldSparse("many", 6, 60, true, 0, 1, 10, 1, 20, 1, 30, 1))
                .raw(more)
                .data(bytes("abcdef"))
                .build());
        assertEquals(6, all.getFirst().entry().regions().size());
        assertEquals("abcdef", all.getFirst().text());
    }

    @Test
    void sparseMapsThatLieAreRefused() {
        long[][] lies = {{0, 20}, {0, 5}, {10, 5, 0, 5}, {0, 6, 5, 4}, {95, 10}, {Long.MAX_VALUE >> 31, 10}};
        for (long[] each : lies) {
            refused(new TarBuilder()
                    .raw(oldSparse("x", 10, 100, false, each))
                    .data(new byte[10])
                    .build());
        }
        for (String each : List.of("", "x", "1", "0,-1", "0,10,", "9999999999999999999,1", "0,10,5,0")) {
            refused(new TarBuilder()
                    .extended("GNU.sparse.size", "100")
                    .extended("GNU.sparse.map", each.isEmpty() ? "," : each)
                    .entry("x", '0', "", new byte[10])
                    .build());
        }
        for (String each : List.of("1\n0\n10", "99999999\n", "1\n0\n600\n", "\n", "1\nx\n")) {
            refused(new TarBuilder()
                    .extended("GNU.sparse.major", "1")
                    .extended("GNU.sparse.realsize", "100")
                    .entry("x", '0', "", Arrays.copyOf(bytes(each), 522))
                    .build());
        }
        refused(new TarBuilder().entry("x", 'S', "", new byte[10]).build());
    }

    @Test
    void lyingSizesAreRefused() {
        TarBuilder more = new TarBuilder();
        refused(more.raw(more.header("f", '0', "", 5000)).data(new byte[100]).unfinished());
        refused(new TarBuilder().raw(new TarBuilder().header("f", '0', "", -1)).build());
        refused(new TarBuilder()
                .raw(new TarBuilder().header("f", '0', "", Long.MAX_VALUE))
                .build());
        refused(new TarBuilder()
                .raw(new TarBuilder().header("x", 'x', "", 2 << 20))
                .raw(new byte[2 << 20])
                .build());
        refused(new TarBuilder().raw(new TarBuilder().header("x", 'L', "", -5)).build());
        refused(new TarBuilder()
                .extended("size", "99999999")
                .entry("f", '0', "", new byte[10])
                .build());
    }

    @Test
    void brokenHeadersAreRefused() {
        byte[] header = new TarBuilder().header("f", '0', "", 0);
        header[0]++;
        refused(new TarBuilder().raw(header).build());
        byte[] letters = new TarBuilder().header("f", '0', "", 0);
        letters[125] = 'x';
        refused(new TarBuilder().raw(TarBuilder.checked(letters)).build());
        refused(Arrays.copyOf(new TarBuilder().file("f", "").build(), 300));
        refused(new TarBuilder().raw(new byte[512]).file("after the end", "").build());
        for (String each :
                List.of("5 a=b\n", "7 a=b\n", "x a=b\n", "6 abc\n", "6 a=bc", "-1 a=b\n", "99999999999 a=b\n")) {
            refused(new TarBuilder()
                    .entry("x", 'x', "", bytes(each))
                    .file("f", "")
                    .build());
        }
    }

    @Test
    void anArchiveWithoutEndMarkIsRead() {
        assertEquals(1, read(new TarBuilder().file("f", "x").unfinished()).size());
        assertEquals(0, read(new byte[0]).size());
        assertEquals(0, read(new byte[10240]).size());
    }
}
