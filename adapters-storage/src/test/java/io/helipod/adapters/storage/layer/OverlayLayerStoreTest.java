package io.helipod.adapters.storage.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.storage.file.StorageRoot;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.Digest;
import io.helipod.core.spi.storage.LayerStore;
import io.helipod.core.testing.LayerStoreContract;
import io.helipod.core.testing.TarBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayLayerStoreTest extends LayerStoreContract {
    @TempDir
    Path folder;

    private StorageRoot root;
    private OverlayLayerStore store;

    @BeforeEach
    void open() throws IOException {
        Root.required();
        root = new StorageRoot(folder.resolve("root"), folder.resolve("run"));
        root.create();
        store = OverlayLayerStore.open(root, UnpackLimits.DEFAULT);
    }

    @AfterEach
    void leaveNoMounts() {
        if (store != null) {
            store.containers().forEach(store::remove);
        }
    }

    @Override
    protected LayerStore layers() {
        return store;
    }

    @Override
    protected void write(ContainerId container, int bytes) {
        try {
            Files.write(store.mount(container).resolve("written"), new byte[bytes]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void usageIsWhatTheContainerWroteAndNotWhatItRemoved() throws IOException {
        Path rootfs = mounted(
                new TarBuilder().file("gone", "gone").file("changed", "old").build());
        Files.delete(rootfs.resolve("gone"));
        Files.writeString(rootfs.resolve("changed"), "newer");
        assertEquals(5, store.usage(WEB));
    }

    private List<Digest> unpackAll(byte[]... tars) {
        List<Digest> chain = new ArrayList<>();
        for (byte[] tar : tars) {
            chain.add(TarBuilder.digest(tar));
            store.unpack(chain, () -> new ByteArrayInputStream(tar));
        }
        return chain;
    }

    private Path mounted(byte[]... tars) {
        store.prepare(WEB, unpackAll(tars));
        return store.mount(WEB);
    }

    private static Object stat(Path file, String what) throws IOException {
        return Files.getAttribute(file, "unix:" + what, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void upperLayersHideReplaceAndRemove() throws IOException {
        Path rootfs = mounted(
                new TarBuilder()
                        .folder("etc/")
                        .file("etc/kept", "kept")
                        .file("etc/gone", "gone")
                        .file("etc/changed", "old")
                        .folder("var/")
                        .file("var/a", "a")
                        .file("var/b", "b")
                        .folder("dir/")
                        .file("dir/x", "x")
                        .file("file", "file")
                        .build(),
                new TarBuilder()
                        .file("etc/.wh.gone", "")
                        .file("etc/changed", "new")
                        .folder("var/")
                        .file("var/.wh..wh..opq", "")
                        .file("var/c", "c")
                        .file("dir", "now a file")
                        .folder("file/")
                        .file("file/in", "in")
                        .build());
        assertEquals("kept", Files.readString(rootfs.resolve("etc/kept")));
        assertFalse(Files.exists(rootfs.resolve("etc/gone")));
        assertEquals("new", Files.readString(rootfs.resolve("etc/changed")));
        assertEquals(List.of("c"), names(rootfs.resolve("var")));
        assertEquals("now a file", Files.readString(rootfs.resolve("dir")));
        assertEquals(List.of("in"), names(rootfs.resolve("file")));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFolderThatALayerOnlyImpliesKeepsOwnerAndModeFromBelow() throws IOException {
        byte[] base = new TarBuilder()
                .mode(01777)
                .folder("tmp/")
                .mode(0750)
                .owner(7, 8)
                .time(1_000_000_000)
                .extended("SCHILY.xattr.user.note", "low")
                .folder("home/")
                .mode(0700)
                .owner(9, 9)
                .folder("home/me/")
                .build();
        byte[] implies = new TarBuilder()
                .file("tmp/x", "x")
                .file("home/me/deep/y", "y")
                .file("new/z", "z")
                .build();
        byte[] other = new TarBuilder().mode(0711).folder("tmp/").build();
        Path rootfs = mounted(base, implies);
        assertEquals(01777, (Integer) stat(rootfs.resolve("tmp"), "mode") & 07777);
        assertEquals(0750, (Integer) stat(rootfs.resolve("home"), "mode") & 07777);
        assertEquals(7, stat(rootfs.resolve("home"), "uid"));
        assertEquals(8, stat(rootfs.resolve("home"), "gid"));
        assertEquals(
                1_000_000_000,
                Files.getLastModifiedTime(rootfs.resolve("home")).toInstant().getEpochSecond());
        assertEquals("low", new String((byte[]) Files.getAttribute(rootfs.resolve("home"), "user:note"), UTF_8));
        assertEquals(0700, (Integer) stat(rootfs.resolve("home/me"), "mode") & 07777);
        assertEquals(0755, (Integer) stat(rootfs.resolve("home/me/deep"), "mode") & 07777);
        assertEquals(0755, (Integer) stat(rootfs.resolve("new"), "mode") & 07777);
        assertEquals("y", Files.readString(rootfs.resolve("home/me/deep/y")));
        store.remove(WEB);
        // the same layer on another chain
        Path again = mounted(other, implies);
        assertEquals(0711, (Integer) stat(again.resolve("tmp"), "mode") & 07777);
        assertEquals(0755, (Integer) stat(again.resolve("home"), "mode") & 07777);
    }

    @Test
    void anImpliedFolderBelowARemovedOneStartsAnew() throws IOException {
        Path rootfs = mounted(
                new TarBuilder()
                        .mode(0700)
                        .owner(5, 5)
                        .folder("a/")
                        .mode(0700)
                        .owner(5, 5)
                        .folder("a/b/")
                        .file("a/b/old", "")
                        .build(),
                new TarBuilder().file(".wh.a", "").build(),
                new TarBuilder().file("a/b/new", "new").build());
        assertEquals(0755, (Integer) stat(rootfs.resolve("a/b"), "mode") & 07777);
        assertEquals(List.of("new"), names(rootfs.resolve("a/b")));
    }

    @Test
    void theRootIsAsTheImageSaysElse0755() throws IOException {
        Path plain = mounted(new TarBuilder().file("a", "").build());
        assertEquals(0755, (Integer) stat(plain, "mode") & 07777);
        assertEquals(0, stat(plain, "uid"));
        store.remove(WEB);
        Path said = mounted(
                new TarBuilder()
                        .mode(0711)
                        .owner(3, 4)
                        .folder("./")
                        .file("./a", "")
                        .build(),
                new TarBuilder().file("./b", "").build());
        assertEquals(0711, (Integer) stat(said, "mode") & 07777);
        assertEquals(3, stat(said, "uid"));
        assertEquals(4, stat(said, "gid"));
    }

    @Test
    void aHardLinkIntoALowerLayerIsKeptPerChain() throws IOException {
        byte[] red =
                new TarBuilder().mode(04755).owner(1, 2).file("bin/tool", "red").build();
        byte[] blue = new TarBuilder().file("bin/tool", "blue").build();
        byte[] links = new TarBuilder()
                .hardLink("usr/tool", "bin/tool")
                .hardLink("usr/again", "/usr/tool")
                .build();
        Path rootfs = mounted(red, links);
        assertEquals("red", Files.readString(rootfs.resolve("usr/tool")));
        assertEquals(stat(rootfs.resolve("bin/tool"), "ino"), stat(rootfs.resolve("usr/tool"), "ino"));
        assertEquals(3, stat(rootfs.resolve("usr/again"), "nlink"));
        assertEquals(04755, (Integer) stat(rootfs.resolve("usr/tool"), "mode") & 07777);
        assertEquals(1, stat(rootfs.resolve("usr/tool"), "uid"));
        store.remove(WEB);
        Path other = mounted(blue, links);
        assertEquals("blue", Files.readString(other.resolve("usr/tool")));
        store.remove(WEB);
        Digest diffId = TarBuilder.digest(links);
        assertTrue(store.has(List.of(TarBuilder.digest(red), diffId)));
        assertFalse(store.has(List.of(diffId)));
        store.removeLayer(diffId);
        assertFalse(store.has(List.of(TarBuilder.digest(red), diffId)));
        assertFalse(store.has(List.of(TarBuilder.digest(blue), diffId)));
    }

    @Test
    void aHardLinkToNothingIsRefused() {
        byte[] base = new TarBuilder().file("a", "").file("b/c", "").build();
        byte[] dangling = new TarBuilder().hardLink("x", "nowhere").build();
        byte[] removed = new TarBuilder().file(".wh.a", "").hardLink("x", "a").build();
        byte[] folderLink = new TarBuilder().hardLink("x", "b").build();
        for (byte[] each : List.of(dangling, removed, folderLink)) {
            assertThrows(InvalidArgument.class, () -> unpackAll(base, each));
        }
        assertThrows(InvalidArgument.class, () -> unpackAll(dangling));
        assertEquals(List.of(TarBuilder.digest(base)), store.layers());
    }

    @Test
    void theSameLayerTwiceInAChainIsMountedOnce() throws IOException {
        byte[] layer = new TarBuilder().file("f", "first").build();
        byte[] between = new TarBuilder().file("f", "second").file("g", "g").build();
        Path rootfs = mounted(layer, between, layer);
        assertEquals("first", Files.readString(rootfs.resolve("f")));
        assertEquals("g", Files.readString(rootfs.resolve("g")));
    }

    @Test
    void anOpaqueRootHidesEverythingBelow() throws IOException {
        Path rootfs = mounted(
                new TarBuilder().file("old", "").build(),
                new TarBuilder().file(".wh..wh..opq", "").file("new", "").build());
        assertEquals(List.of("new"), names(rootfs));
    }

    @Test
    void anImageWithoutLayersIsAnEmptyRoot() throws IOException {
        store.prepare(WEB, List.of());
        Path rootfs = store.mount(WEB);
        assertEquals(List.of(), names(rootfs));
        Files.writeString(rootfs.resolve("x"), "writable");
    }

    @Test
    void fiveHundredLayersAreMountedAndOneMoreIsRefused() throws IOException {
        byte[][] tars = new byte[501][];
        for (int i = 0; i < tars.length; i++) {
            tars[i] = new TarBuilder().file("f" + i, "" + i).file("top", "" + i).build();
        }
        List<Digest> chain = unpackAll(tars);
        store.prepare(WEB, chain.subList(0, 500));
        Path rootfs = store.mount(WEB);
        assertEquals(501, names(rootfs).size());
        assertEquals("499", Files.readString(rootfs.resolve("top")));
        assertEquals(rootfs, store.mount(WEB));
        store.remove(WEB);
        assertThrows(NotSupported.class, () -> store.prepare(WEB, chain));
    }

    @Test
    void whatAContainerWritesStaysInItsOwnLayerAndLastsOverUnmount() throws IOException {
        byte[] base = new TarBuilder().file("f", "base").build();
        Path rootfs = mounted(base);
        Files.writeString(rootfs.resolve("f"), "changed");
        store.unmount(WEB);
        assertFalse(Files.exists(rootfs.resolve("f")));
        assertEquals("changed", Files.readString(store.mount(WEB).resolve("f")));
        store.remove(WEB);
        assertEquals("base", Files.readString(mounted(base).resolve("f")));
    }

    @Test
    void aMountThatOutlivedTheServiceIsFoundAgain() throws IOException {
        Path rootfs = mounted(new TarBuilder().file("f", "base").build());
        Files.writeString(rootfs.resolve("new"), "new");
        store = OverlayLayerStore.open(root, UnpackLimits.DEFAULT); // as after kill -9
        assertEquals(List.of(WEB), store.containers());
        long before = mounts();
        assertEquals("new", Files.readString(store.mount(WEB).resolve("new")));
        assertEquals(before, mounts());
        assertTrue(store.describe(WEB).get("LowerDir").endsWith("/diff"));
    }

    private long mounts() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/mountinfo"))) {
            return lines.filter(line -> line.contains(folder.toString())).count();
        }
    }

    @Test
    void whatAKillLeftHalfUnpackedIsGoneAfterOpening() throws IOException {
        Path half = Files.createDirectories(root.scratch().resolve("layer-7/fresh/diff/etc"));
        Files.writeString(half.resolve("passwd"), "half");
        store = OverlayLayerStore.open(root, UnpackLimits.DEFAULT);
        assertEquals(List.of(), names(root.scratch()));
        assertEquals(List.of(), store.layers());
    }

    @Test
    void nothingIsLeftInTheScratchFolderAfterwards() throws IOException {
        unpackAll(new TarBuilder()
                .folder("d/")
                .file("d/x", "")
                .file("d", "replaced")
                .build());
        assertThrows(
                InvalidArgument.class,
                () -> unpackAll(new TarBuilder().file("../x", "").build()));
        assertEquals(List.of(), names(root.scratch()));
    }

    @Test
    void aRootWithCommasAndColonsIsMountedToo() throws IOException {
        root = new StorageRoot(folder.resolve("a,b:c"), folder.resolve("run"));
        root.create();
        store = OverlayLayerStore.open(root, UnpackLimits.DEFAULT);
        assertEquals(
                "x",
                Files.readString(
                        mounted(new TarBuilder().file("f", "x").build()).resolve("f")));
    }

    @Test
    void foldersOfTheStoreAreClosedToOthers() throws IOException {
        mounted(new TarBuilder().file("f", "x").build());
        for (Path each : List.of(
                root.root(),
                root.layers(),
                root.container(WEB),
                root.layers().resolve(store.layers().getFirst().hex()))) {
            assertEquals(0700, (Integer) stat(each, "mode") & 07777, each.toString());
        }
    }

    @Test
    void theFactsNameTheDriverAndTheDisk() {
        assertEquals("overlay", store.facts().driver());
        assertTrue(store.facts().allocated() > store.facts().used());
        assertTrue(store.facts().status().containsKey("Backing Filesystem"));
        assertEquals(Map.of(), store.describe(WEB));
    }

    @Test
    void aLayerThatLinksBelowWaitsForWhatIsBelow() throws IOException {
        byte[] tool = new TarBuilder().file("tool", "t").build();
        byte[] link = new TarBuilder().hardLink("again", "tool").build();
        List<Digest> chain = List.of(TarBuilder.digest(tool), TarBuilder.digest(link));
        assertTrue(store.tryUnpack(chain, () -> new ByteArrayInputStream(link)).isEmpty());
        assertThrows(StorageFailed.class, () -> store.unpack(chain, () -> new ByteArrayInputStream(link)));
        assertEquals(List.of(), store.layers());
        store.unpack(chain.subList(0, 1), () -> new ByteArrayInputStream(tool));
        assertTrue(store.tryUnpack(chain, () -> new ByteArrayInputStream(link)).isPresent());
        assertTrue(store.has(chain));
    }

    @Test
    void aLayerThatArrivesSlowlyHoldsUpNobodyWhoHasIt() throws Exception {
        byte[] tar = new TarBuilder().file("f", "content").build();
        List<Digest> chain = List.of(TarBuilder.digest(tar));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            Future<LayerStore.LayerInfo> slow = threads.submit(() -> store.unpack(chain, () -> {
                begun.countDown();
                try {
                    assertTrue(goOn.await(20, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                return new ByteArrayInputStream(tar);
            }));
            assertTrue(begun.await(20, TimeUnit.SECONDS));
            Future<LayerStore.LayerInfo> quick =
                    threads.submit(() -> store.unpack(chain, () -> new ByteArrayInputStream(tar)));
            LayerStore.LayerInfo info = quick.get(10, TimeUnit.SECONDS);
            goOn.countDown();
            assertEquals(info, slow.get(10, TimeUnit.SECONDS));
        }
        try (Stream<Path> left = Files.list(root.scratch())) {
            assertEquals(List.of(), left.toList());
        }
    }
}
