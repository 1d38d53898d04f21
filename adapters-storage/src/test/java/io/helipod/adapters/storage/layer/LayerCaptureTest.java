package io.helipod.adapters.storage.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.storage.file.StorageRoot;
import io.helipod.adapters.storage.linux.LinuxCalls;
import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.error.EngineException.TooLarge;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.Digest;
import io.helipod.core.spi.storage.LayerStore;
import io.helipod.core.testing.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container's changes as a layer: archive and folder tell the same, and what a container can do is done to them. */
class LayerCaptureTest {
    private static final ContainerId WEB = new ContainerId("ab".repeat(32));
    private static final String CAPABILITY = "security.capability";
    private static final byte[] NET_RAW = HexFormat.of().parseHex("0100000200200000000000000000000000000000");

    @TempDir
    Path folder;

    private StorageRoot root;
    private OverlayLayerStore store;
    private Path rootfs;
    private Digest base;

    @BeforeEach
    void open() throws IOException {
        Root.required();
        root = new StorageRoot(folder.resolve("root"), folder.resolve("run"));
        root.create();
        openWith(UnpackLimits.DEFAULT);
        byte[] tar = new TarBuilder()
                .folder("etc/")
                .file("etc/gone", "gone")
                .file("etc/kept", "kept")
                .folder("dir/")
                .file("dir/below", "below")
                .file("file", "file")
                .build();
        base = TarBuilder.digest(tar);
        store.unpack(List.of(base), () -> new ByteArrayInputStream(tar));
        store.prepare(WEB, List.of(base));
        rootfs = store.mount(WEB);
    }

    private void openWith(UnpackLimits limits) {
        store = OverlayLayerStore.open(root, limits);
    }

    @AfterEach
    void leaveNoMounts() {
        if (store != null) {
            store.containers().forEach(store::remove);
        }
    }

    /** Entries by name, what they are as text. */
    private record Captured(byte[] tar, Digest diffId, Map<String, TarEntry> entries, List<String> order) {
        TarEntry at(String name) {
            return Optional.ofNullable(entries.get(name))
                    .orElseThrow(() -> new AssertionError(name + " not in " + order));
        }
    }

    private Captured capture(boolean whole) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Digest diffId;
        long told;
        try (LayerStore.Capture capture = store.capture(WEB, whole)) {
            told = capture.write(out);
            diffId = TarBuilder.digest(out.toByteArray());
            capture.keep(diffId);
        }
        Map<String, TarEntry> entries = new TreeMap<>();
        List<String> order = new ArrayList<>();
        try (LayerStream stream = new LayerStream(new ByteArrayInputStream(out.toByteArray()), UnpackLimits.DEFAULT)) {
            TarReader reader = new TarReader(stream);
            for (Optional<TarEntry> one = reader.next(); one.isPresent(); one = reader.next()) {
                entries.put(one.get().name(), one.get());
                order.add(one.get().name());
            }
        }
        assertEquals(told, order.size());
        return new Captured(out.toByteArray(), diffId, entries, order);
    }

    /** The layer that was kept and the one that its archive unpacks to are the same, to the nanosecond. */
    private void requireSame(Captured captured) throws IOException {
        Path kept = root.layer(captured.diffId()).resolve(OverlayLayerStore.SHARED);
        List<String> one = tree(kept.resolve("diff"));
        LayerFacts facts = LayerFacts.read(kept);
        store.removeLayer(captured.diffId());
        store.unpack(List.of(base, captured.diffId()), () -> new ByteArrayInputStream(captured.tar()));
        assertEquals(String.join("\n", tree(kept.resolve("diff"))), String.join("\n", one));
        assertEquals(LayerFacts.read(kept), facts);
    }

    private static List<String> tree(Path top) throws IOException {
        List<String> all = new ArrayList<>();
        Map<Object, Path> names = new TreeMap<>();
        try (Stream<Path> files = Files.walk(top);
                LinuxCalls linux = LinuxCalls.withBlock()) {
            for (Path file : files.sorted().toList()) {
                Map<String, Object> unix = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
                boolean regular = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
                boolean directory = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
                Path first = names.merge(unix.get("ino"), file, (old, now) -> old);
                String attributes = "";
                if (regular || directory) {
                    int open = linux.openat2(LinuxCalls.AT_FDCWD, file.toString(), LinuxCalls.O_RDONLY, 0, 0);
                    if (open >= 0) { // the JDK cannot say every name
                        attributes = Attributes.of(linux, open).keySet() + " "
                                + linux.fgetxattr(open, Attributes.OPAQUE).length;
                        linux.close(open);
                    }
                }
                all.add(top.relativize(file) + " " + unix.get("mode") + " " + unix.get("uid") + " " + unix.get("gid")
                        + " " + unix.get("rdev") + " "
                        + (file.equals(top) || unix.get("mode").equals(LinuxCalls.S_IFCHR)
                                ? ""
                                : unix.get("lastModifiedTime"))
                        + " "
                        + top.relativize(first) + " "
                        + (regular ? TarBuilder.digest(Files.readAllBytes(file)) : "")
                        + (Files.isSymbolicLink(file) ? Files.readSymbolicLink(file) : "") + attributes);
            }
        }
        return all;
    }

    private void attribute(String file, String name, byte[] value) throws IOException {
        try (LinuxCalls linux = LinuxCalls.withBlock()) {
            int open = LinuxCalls.check(
                    linux.openat2(LinuxCalls.AT_FDCWD, rootfs.resolve(file).toString(), LinuxCalls.O_RDONLY, 0, 0),
                    file);
            LinuxCalls.check(linux.fsetxattr(open, name, value), name);
            linux.close(open);
        }
    }

    @Test
    void everyKindOfChangeIsTold() throws Exception {
        Files.delete(rootfs.resolve("etc/gone"));
        Files.delete(rootfs.resolve("dir/below"));
        Files.delete(rootfs.resolve("dir"));
        Files.createDirectory(rootfs.resolve("dir"));
        Files.writeString(rootfs.resolve("dir/new"), "new");
        Files.writeString(rootfs.resolve("file"), "changed");
        Files.createSymbolicLink(rootfs.resolve("link"), Path.of("/etc/shadow"));
        Files.createLink(rootfs.resolve("second"), rootfs.resolve("file"));
        Files.setAttribute(rootfs.resolve("file"), "unix:uid", 3_000_000);
        Files.setAttribute(rootfs.resolve("file"), "unix:mode", 06755);
        attribute("file", CAPABILITY, NET_RAW);
        attribute("dir", "user.x=y", new byte[] {1});
        attribute("dir", "user.x", new byte[] {0, '\n', -1});
        Files.setLastModifiedTime(
                rootfs.resolve("dir/new"), FileTime.from(Instant.ofEpochSecond(1_700_000_000, 123_456_789)));
        Files.writeString(rootfs.resolve("old"), "");
        try (LinuxCalls linux = LinuxCalls.small()) {
            int open = linux.openFolder(rootfs);
            LinuxCalls.check(linux.mknodat(open, "device", LinuxCalls.S_IFBLK | 0640, 7, 300), "device");
            LinuxCalls.check(linux.mknodat(open, "fifo", LinuxCalls.S_IFIFO | 0600, 0, 0), "fifo");
            LinuxCalls.check(linux.utimensat(open, "old", -2, 750_000_000, -2, 750_000_000), "old");
            linux.close(open);
        }
        Captured got = capture(false);
        assertTrue(got.entries().containsKey("etc/.wh.gone"));
        assertTrue(got.order().indexOf("dir/") < got.order().indexOf("dir/.wh..wh..opq"));
        assertTrue(got.order().indexOf("dir/.wh..wh..opq") < got.order().indexOf("dir/new"));
        assertFalse(got.entries().containsKey("etc/kept"));
        assertFalse(got.entries().containsKey("./"));
        assertEquals("/etc/shadow", got.at("link").link());
        assertEquals("file", got.at("second").link());
        assertEquals(TarEntry.HARD_LINK, got.at("second").type());
        assertEquals(3_000_000, got.at("file").uid());
        assertArrayEquals(NET_RAW, got.at("file").attributes().get(CAPABILITY));
        assertEquals(java.util.Set.of("user.x"), got.at("dir/").attributes().keySet());
        assertEquals(
                new TarEntry.Time(1_700_000_000, 123_456_789), got.at("dir/new").changed());
        assertEquals(new TarEntry.Time(-2, 750_000_000), got.at("old").changed());
        assertEquals(300, got.at("device").deviceMinor());
        assertEquals(TarEntry.FIFO, got.at("fifo").type());
        requireSame(got);
        List<Digest> chain = List.of(base, got.diffId());
        ContainerId other = new ContainerId("cd".repeat(32));
        store.prepare(other, chain);
        Path seen = store.mount(other);
        assertEquals("changed", Files.readString(seen.resolve("second")));
        assertFalse(Files.exists(seen.resolve("etc/gone")));
        assertFalse(Files.exists(seen.resolve("dir/below")));
        assertEquals("kept", Files.readString(seen.resolve("etc/kept")));
    }

    @Test
    void theTopIsToldWhenItIsNotAsBelow() throws IOException {
        Files.setAttribute(rootfs, "unix:mode", 0700);
        Captured got = capture(false);
        assertEquals(List.of("./"), got.order());
        assertEquals(0700, got.at("./").mode());
        requireSame(got);
    }

    @Test
    void theWholeHoldsWhatLiesBelowAndNoMarks() throws IOException {
        Files.delete(rootfs.resolve("etc/gone"));
        Files.writeString(rootfs.resolve("etc/new"), "new");
        Captured got = capture(true);
        assertEquals(List.of("./", "file", "dir/", "dir/below", "etc/", "etc/kept", "etc/new"), got.order());
        requireSame(got);
        assertTrue(OverlayMount.isMounted(rootfs));
        store.unmount(WEB);
        assertArrayEquals(got.tar(), capture(true).tar());
        assertFalse(OverlayMount.isMounted(rootfs));
    }

    @Test
    void namesAreBytesAndMayBeLong() throws IOException {
        String odd = new String(new byte[] {'c', (byte) 0xe9, '\n', '"'}, StandardCharsets.ISO_8859_1);
        try (LinuxCalls linux = LinuxCalls.small()) {
            int open = linux.openFolder(rootfs);
            LinuxCalls.check(linux.mkdirat(open, odd, 0755), "odd");
            LinuxCalls.check(linux.symlinkat("t".repeat(1000), open, "n".repeat(255)), "long");
            linux.close(open);
        }
        Path deep = rootfs;
        for (int i = 0; i < 40; i++) {
            deep = Files.createDirectory(deep.resolve("d".repeat(60)));
        }
        Files.writeString(deep.resolve("end"), "end");
        Captured got = capture(false);
        assertTrue(got.entries().containsKey(odd + "/"));
        assertEquals(1000, got.at("n".repeat(255)).link().length());
        assertEquals(42 + 1, got.order().size());
        requireSame(got);
    }

    @Test
    void aPathThatIsTooLongIsRefused() throws IOException {
        try (LinuxCalls linux = LinuxCalls.small()) {
            int at = linux.openFolder(rootfs);
            for (int i = 0; i < 20; i++) {
                LinuxCalls.check(linux.mkdirat(at, "d".repeat(250), 0755), "deep");
                int next = linux.openat2(at, "d".repeat(250), LinuxCalls.O_RDONLY | LinuxCalls.O_DIRECTORY, 0, 0);
                linux.close(at);
                at = next;
            }
            linux.close(at);
        }
        refused(TooLarge.class);
    }

    @Test
    void aNameThatWouldMeanARemovalIsRefused() throws IOException {
        Files.writeString(rootfs.resolve("etc/.wh.passwd"), "");
        refused(InvalidArgument.class);
        Files.delete(rootfs.resolve("etc/.wh.passwd"));
        Files.createDirectory(rootfs.resolve(".wh.d"));
        refused(InvalidArgument.class);
    }

    private void refused(Class<? extends EngineException> how) throws IOException {
        try (LayerStore.Capture capture = store.capture(WEB, false)) {
            assertThrows(how, () -> capture.write(new ByteArrayOutputStream()));
        }
        assertEquals(List.of(base), store.layers());
        try (Stream<Path> scratch = Files.list(root.scratch())) {
            assertEquals(0, scratch.count());
        }
    }

    @Test
    void aFileWithMoreHolesThanTheDiskHasRoomIsRefusedAtOnce() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(rootfs.resolve("huge").toFile(), "rw")) {
            file.setLength(1L << 39);
        }
        refused(StorageFailed.class);
    }

    @Test
    void limitsHold() throws IOException {
        for (int i = 0; i < 11; i++) {
            Files.writeString(rootfs.resolve("f" + i), "0123456789");
        }
        openWith(new UnpackLimits(10, 1 << 20, 1000, 0));
        refused(TooLarge.class);
        openWith(new UnpackLimits(100, 100, 1000, 0));
        refused(TooLarge.class);
    }

    @Test
    void holesReadAsZeros() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(rootfs.resolve("holes").toFile(), "rw")) {
            file.setLength(300_000);
            file.seek(200_000);
            file.write(1);
        }
        Captured got = capture(false);
        assertEquals(300_000, got.at("holes").size());
        requireSame(got);
    }

    @Test
    void aTreeThatChangesMeanwhileStaysWithinItself() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "secret of the host");
        Path dir = Files.createDirectory(rootfs.resolve("flip"));
        Files.writeString(dir.resolve("file"), "own");
        boolean[] end = new boolean[1];
        Thread container = Thread.ofPlatform().start(() -> {
            Path aside = rootfs.resolve("aside");
            try {
                while (!end[0]) {
                    Files.move(dir, aside);
                    Files.createSymbolicLink(dir, folder);
                    Files.delete(dir);
                    Files.move(aside, dir);
                    Files.delete(dir.resolve("file"));
                    Files.createSymbolicLink(dir.resolve("file"), secret);
                    Files.delete(dir.resolve("file"));
                    Files.writeString(dir.resolve("file"), "own".repeat((int) (System.nanoTime() % 1000)));
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        try {
            for (int i = 0; i < 300; i++) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try (LayerStore.Capture capture = store.capture(WEB, false)) {
                    capture.write(out);
                }
                assertFalse(out.toString(StandardCharsets.ISO_8859_1).contains("secret of the host"));
            }
        } finally {
            end[0] = true;
            container.join();
        }
    }
}
