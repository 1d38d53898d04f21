package io.helipod.adapters.storage.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.TooLarge;
import io.helipod.core.testing.TarBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What honest archives become. */
class LayerUnpackerTest {
    @TempDir
    Path folder;

    @BeforeEach
    void needRoot() throws IOException {
        Root.required();
    }

    private Unpacked unpack(TarBuilder tar) throws IOException {
        return Unpacked.of(folder, tar);
    }

    private static Instant time(Path file) throws IOException {
        return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
    }

    @Test
    void everyKindOfEntryIsMadeWithOwnerModeAndTime() throws IOException {
        Unpacked got = unpack(new TarBuilder()
                .mode(02750)
                .owner(10, 20)
                .time(1_000)
                .folder("d/")
                .mode(04711)
                .owner(1, 2)
                .time(2_000)
                .file("d/setuid", "#!")
                .owner(3, 4)
                .time(3_000)
                .link("d/link", "/nowhere/at all")
                .mode(0600)
                .device(1, 3)
                .owner(5, 6)
                .time(4_000)
                .entry("d/null", '3', "", new byte[0])
                .mode(0640)
                .device(4095, 1048575)
                .entry("d/block", '4', "", new byte[0])
                .mode(0622)
                .time(5_000)
                .entry("d/fifo", '6', "", new byte[0])
                .hardLink("d/hard", "d/setuid"));
        assertEquals(0042750, got.mode("d"));
        assertEquals(10, got.stat("d", "uid"));
        assertEquals(20, got.stat("d", "gid"));
        assertEquals(Instant.ofEpochSecond(1_000), time(got.file("d")));
        assertEquals(0104711, got.mode("d/setuid"));
        assertEquals(Instant.ofEpochSecond(2_000), time(got.file("d/setuid")));
        assertEquals(2, got.stat("d/hard", "nlink"));
        assertEquals(
                "/nowhere/at all", Files.readSymbolicLink(got.file("d/link")).toString());
        assertEquals(3, got.stat("d/link", "uid"));
        assertEquals(Instant.ofEpochSecond(3_000), time(got.file("d/link")));
        assertEquals(0020600, got.mode("d/null"));
        assertEquals(0x103L, got.stat("d/null", "rdev"));
        assertEquals(6, got.stat("d/null", "gid"));
        assertEquals(0060640, got.mode("d/block"));
        assertEquals(0010622, got.mode("d/fifo"));
        assertEquals(Instant.ofEpochSecond(5_000), time(got.file("d/fifo")));
        assertEquals(2, got.size());
    }

    @Test
    void aFileCapabilityKeepsItsBytes() throws IOException {
        // cap_net_raw=ep and bits that are no UTF-8
        byte[] capability = HexFormat.of().parseHex("01000002" + "00200080" + "00000000" + "ff000000" + "00000000");
        Unpacked got = unpack(new TarBuilder()
                .owner(1, 1)
                .extended("SCHILY.xattr.security.capability", capability)
                .extended("SCHILY.xattr.user.bytes", new byte[] {(byte) 0xff, 0, '\n', (byte) 0x80})
                .file("ping", "x"));
        assertArrayEquals(capability, got.attribute("ping", "security.capability"));
        assertArrayEquals(new byte[] {(byte) 0xff, 0, '\n', (byte) 0x80}, got.attribute("ping", "user.bytes"));
    }

    @Test
    void attributesOfTheOverlayAndOfSecurityModulesAreNotTaken() throws IOException {
        Unpacked got = unpack(new TarBuilder()
                .extended("SCHILY.xattr.trusted.overlay.redirect", "/etc")
                .extended("SCHILY.xattr.trusted.overlay.metacopy", "")
                .extended("SCHILY.xattr.trusted.other", "x")
                .extended("SCHILY.xattr.security.selinux", "x")
                .extended("SCHILY.xattr.user.kept", "x")
                .folder("d/"));
        assertArrayEquals(new byte[0], got.attribute("d", "trusted.overlay.redirect"));
        assertArrayEquals(new byte[0], got.attribute("d", "trusted.overlay.metacopy"));
        assertArrayEquals(new byte[0], got.attribute("d", "trusted.other"));
        assertArrayEquals(new byte[0], got.attribute("d", "security.selinux"));
        assertArrayEquals(new byte[] {'x'}, got.attribute("d", "user.kept"));
    }

    @Test
    void theLastEntryOfANameWins() throws IOException {
        Unpacked got = unpack(new TarBuilder()
                .file("a", "first")
                .file("a", "second")
                .folder("b/")
                .file("b/x", "x")
                .file("b", "now a file")
                .file("c", "c")
                .folder("c/")
                .file("c/x", "in c")
                .link("d", "c")
                .folder("d/")
                .file("d/own", "own")
                .folder("e/")
                .file("e/x", "x")
                .mode(0700)
                .folder("e/")
                .hardLink("f", "a")
                .file("f", "no longer linked")
                .file("g", "g")
                .hardLink("g", "a")
                .hardLink("a", "a"));
        assertEquals("second", Files.readString(got.file("a")));
        assertEquals("now a file", Files.readString(got.file("b")));
        assertEquals("in c", Files.readString(got.file("c/x")));
        assertFalse(Files.exists(got.file("c/own")));
        assertEquals("own", Files.readString(got.file("d/own")));
        assertEquals("x", Files.readString(got.file("e/x")));
        assertEquals(0040700, got.mode("e"));
        assertEquals("no longer linked", Files.readString(got.file("f")));
        assertEquals(got.stat("a", "ino"), got.stat("g", "ino"));
    }

    @Test
    void aLinkInTheMiddleOfAPathLeadsWhereItLeadsInTheContainer() throws IOException {
        Unpacked got = unpack(new TarBuilder()
                .folder("usr/")
                .folder("usr/lib/")
                .link("lib", "usr/lib")
                .link("abs", "/usr/lib")
                .file("lib/a", "a")
                .file("abs/b", "b")
                .hardLink("hard", "lib/b"));
        assertEquals("a", Files.readString(got.file("usr/lib/a")));
        assertEquals("b", Files.readString(got.file("usr/lib/b")));
        assertEquals("b", Files.readString(got.file("hard")));
        assertTrue(Files.isSymbolicLink(got.file("lib")));
    }

    @Test
    void whiteoutsConcernLowerLayersOnly() throws IOException {
        Unpacked got = unpack(new TarBuilder()
                .file("kept", "kept")
                .file(".wh.kept", "")
                .file(".wh.gone", "")
                .file(".wh.dir", "")
                .folder("dir/")
                .folder("late/")
                .file(".wh.late", "")
                .file("implied/.wh..wh..opq", "")
                .file(".wh.fresh", "")
                .file("fresh/x", "x")
                .file(".wh..wh.plnk", ""));
        assertEquals("kept", Files.readString(got.file("kept")));
        assertEquals(0020000, got.mode("gone"));
        assertEquals(0L, got.stat("gone", "rdev"));
        for (String each : new String[] {"dir", "late", "implied", "fresh"}) {
            assertArrayEquals(Attributes.YES, got.attribute(each, Attributes.OPAQUE), each);
        }
        assertFalse(Files.exists(got.file(".wh..wh.plnk")));
    }

    @Test
    void timesHaveNanosecondsAndMayLieBefore1970() throws IOException {
        Unpacked got = unpack(new TarBuilder()
                .extended("mtime", "1700000000.123456789")
                .file("a", "")
                .extended("mtime", "-1.25")
                .file("b", "")
                .time(-5)
                .file("c", ""));
        assertEquals(Instant.ofEpochSecond(1_700_000_000, 123_456_789), time(got.file("a")));
        assertEquals(Instant.ofEpochSecond(-2, 750_000_000), time(got.file("b")));
        assertEquals(Instant.ofEpochSecond(-5), time(got.file("c")));
    }

    @Test
    void namesAreBytes() throws IOException {
        String latin = "caf\u00e9"; // one byte, no UTF-8
        String utf8 = new String("ü".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        Unpacked got = unpack(new TarBuilder()
                .folder("d/")
                .file("d/" + latin, "")
                .file("d/" + utf8, "")
                .extended("path", "d/\u6f22")
                .file("x", ""));
        try (var names = Files.list(got.file("d"))) {
            assertEquals(3, names.count());
        }
        assertTrue(Files.exists(got.file("d/ü")));
        assertTrue(Files.exists(got.file("d/\u6f22")));
    }

    @Test
    void absoluteNamesCountFromTheLayersRoot() throws IOException {
        Unpacked got = unpack(new TarBuilder()
                .file("/a", "a")
                .file("//b/./c", "c")
                .file("./d//e", "e")
                .hardLink("/f", "/a"));
        assertEquals("a", Files.readString(got.file("a")));
        assertEquals("c", Files.readString(got.file("b/c")));
        assertEquals("e", Files.readString(got.file("d/e")));
        assertEquals("a", Files.readString(got.file("f")));
    }

    @Test
    void anOwnerMayHaveALargeNumber() throws IOException {
        Unpacked got = unpack(new TarBuilder().owner(4_294_967_294L, 3_000_000).file("a", ""));
        assertEquals((int) 4_294_967_294L, got.stat("a", "uid"));
        assertEquals(3_000_000, got.stat("a", "gid"));
    }

    @Test
    void tooManyEntriesAreRefused() {
        TarBuilder tar = new TarBuilder();
        for (int i = 0; i < 11; i++) {
            tar.file("f" + i, "");
        }
        UnpackLimits ten = new UnpackLimits(10, 1 << 20, 1000, 0);
        assertThrows(TooLarge.class, () -> Unpacked.of(folder, tar.build(), ten));
    }

    @Test
    void anArchiveThatGrowsBeyondTheLimitIsRefused() throws IOException {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(blob)) {
            gzip.write(new TarBuilder().header("bomb", '0', "", 1L << 40));
            for (int i = 0; i < 64; i++) {
                gzip.write(new byte[1 << 20]);
            }
        }
        UnpackLimits small = new UnpackLimits(10, 8 << 20, 1000, 0);
        assertThrows(TooLarge.class, () -> Unpacked.of(folder, blob.toByteArray(), small));
    }

    @Test
    void aFullDiskStopsIt() {
        UnpackLimits greedy = new UnpackLimits(10, 1 << 20, 1000, Long.MAX_VALUE / 2);
        assertThrows(
                StorageFailed.class,
                () -> Unpacked.of(folder, new TarBuilder().file("a", "a").build(), greedy));
    }
}
