package io.helipod.adapters.storage.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.TooLarge;
import io.helipod.core.testing.TarBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What dishonest archives do not achieve: canaries beside the layer stay as they are, whatever happens (demands.md D1, 3 and 7). */
class HostileArchiveTest {
    @TempDir
    Path folder;

    private Path outside;
    private Map<String, String> before = Map.of();

    @BeforeEach
    void setCanaries() throws IOException {
        Root.required();
        outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("canary"), "alive");
        Files.createDirectory(outside.resolve("cage"));
        before = state(outside);
    }

    @AfterEach
    void lookAtCanaries() throws IOException {
        if (outside != null) {
            assertEquals(before, state(outside));
        }
    }

    /** Every attribute of every file but the time of access. */
    private static Map<String, String> state(Path top) throws IOException {
        Map<String, String> state = new TreeMap<>();
        try (Stream<Path> files = Files.walk(top)) {
            for (Path each : files.toList()) {
                Map<String, Object> facts = new TreeMap<>(Files.readAttributes(
                        each, "unix:mode,uid,gid,size,ino,nlink,lastModifiedTime,ctime", LinkOption.NOFOLLOW_LINKS));
                state.put(each.toString(), facts + (Files.isRegularFile(each) ? Files.readString(each) : ""));
            }
        }
        return state;
    }

    private static Arguments archive(String what, BiFunction<TarBuilder, String, TarBuilder> make) {
        return Arguments.of(what, make);
    }

    /** Given the path of the canaries. */
    static Stream<Arguments> archives() {
        String up = "../".repeat(30);
        return Stream.of(
                archive("dots", (tar, out) -> tar.file(up + out + "/x", "x")),
                archive("dots in the middle", (tar, out) -> tar.file("a/../../outside/canary", "x")),
                archive("dots at the end", (tar, out) -> tar.folder("a/..")),
                archive("dots of a link", (tar, out) -> tar.hardLink("x", "../../outside/canary")),
                archive("absolute hard link", (tar, out) -> tar.hardLink("x", out + "/canary")),
                archive("absolute name", (tar, out) -> tar.file(out + "/canary", "x")),
                archive("write through a link", (tar, out) -> tar.link("l", out).file("l/canary", "x")),
                archive(
                        "write through a relative link",
                        (tar, out) -> tar.link("l", "../../outside").file("l/canary", "x")),
                archive(
                        "write through two links",
                        (tar, out) ->
                                tar.link("a", "..").link("b", "a/../outside").file("b/canary", "x")),
                archive(
                        "write to a link",
                        (tar, out) -> tar.link("l", out + "/canary").file("l", "x")),
                archive(
                        "folder over a link",
                        (tar, out) -> tar.link("l", out).mode(0777).folder("l/")),
                archive(
                        "folder over a link to a folder",
                        (tar, out) -> tar.link("l", out + "/cage")
                                .mode(0777)
                                .owner(9, 9)
                                .folder("l")),
                archive(
                        "implied folder through a link",
                        (tar, out) -> tar.link("l", out).file("l/new/x", "x")),
                archive(
                        "hard link through a link",
                        (tar, out) -> tar.link("l", out).hardLink("x", "l/canary")),
                archive(
                        "hard link below a link",
                        (tar, out) -> tar.link("l", out).file("f", "x").hardLink("l/x", "f")),
                archive(
                        "hard link to a link, then written",
                        (tar, out) -> tar.link("l", out + "/canary")
                                .hardLink("h", "l")
                                .file("h", "x")),
                archive(
                        "hard link to a link, then owned",
                        (tar, out) -> tar.link("l", out + "/canary")
                                .hardLink("h", "l")
                                .owner(9, 9)
                                .link("h", "x")),
                archive(
                        "whiteout through a link",
                        (tar, out) -> tar.link("l", out).file("l/.wh.canary", "")),
                archive(
                        "whiteout of a link",
                        (tar, out) -> tar.link("l", out + "/canary").file(".wh.l", "")),
                archive(
                        "opaque through a link",
                        (tar, out) -> tar.link("l", out + "/cage").file("l/.wh..wh..opq", "")),
                archive("whiteout of dots", (tar, out) -> tar.file("a/.wh...", "")),
                archive("whiteout of a dot", (tar, out) -> tar.file(".wh..", "")),
                archive("whiteout of nothing", (tar, out) -> tar.file(".wh.", "")),
                archive(
                        "magic link",
                        (tar, out) -> tar.link("l", "/proc/self/cwd").file("l/x", "x")),
                archive(
                        "magic root",
                        (tar, out) -> tar.link("l", "/proc/1/root" + out).file("l/canary", "x")),
                archive(
                        "device, then written",
                        (tar, out) -> tar.device(1, 1)
                                .entry("m", '3', "", new byte[0])
                                .file("m", "x")),
                archive(
                        "fifo, then written",
                        (tar, out) -> tar.entry("p", '6', "", new byte[0]).file("p", "x")),
                archive(
                        "swap of folder and link",
                        (tar, out) -> tar.folder("d/")
                                .file("d/canary", "1")
                                .link("d", out)
                                .file("d/canary", "2")),
                archive(
                        "swap and back",
                        (tar, out) ->
                                tar.folder("d/").link("d", out).folder("d/").file("d/canary", "3")),
                archive(
                        "times through a link",
                        (tar, out) -> tar.time(1).folder("d/").link("d", out)),
                archive("root as a link", (tar, out) -> tar.link("./", out).file("canary", "x")),
                archive("root as a file", (tar, out) -> tar.file("/", "x")),
                archive("root as a hard link", (tar, out) -> tar.file("f", "x").hardLink(".", "f")),
                archive("link to the root", (tar, out) -> tar.hardLink("x", "/")),
                archive("empty name", (tar, out) -> tar.file("", "x")),
                archive("empty link", (tar, out) -> tar.link("l", "")),
                archive(
                        "link loop",
                        (tar, out) -> tar.link("a", "b").link("b", "a").file("a/x", "x")),
                archive(
                        "endless name",
                        (tar, out) ->
                                tar.extended("path", "a/".repeat(5000) + "x").file("y", "")),
                archive(
                        "long component",
                        (tar, out) -> tar.extended("path", "a".repeat(256)).file("y", "")),
                archive(
                        "long link",
                        (tar, out) ->
                                tar.extended("linkpath", "a/".repeat(5000)).link("y", "")),
                archive(
                        "zero in a name",
                        (tar, out) -> tar.extended("path", "a\0b").file("y", "")),
                archive("file below a file", (tar, out) -> tar.file("f", "x").file("f/g", "x")),
                archive(
                        "impossible owner",
                        (tar, out) -> tar.mode(04755).owner(0xffffffffL, 0).file("f", "x")),
                archive("negative owner", (tar, out) -> tar.owner(-1, -1).file("f", "x")),
                archive("impossible device", (tar, out) -> tar.device(5000, 1).entry("d", '3', "", new byte[0])),
                archive("unknown type", (tar, out) -> tar.entry("d", 'V', "", new byte[0])),
                archive(
                        "huge attribute",
                        (tar, out) -> tar.extended("SCHILY.xattr.user.x", new byte[200_000])
                                .file("f", "")),
                archive(
                        "endless attribute name",
                        (tar, out) -> tar.extended("SCHILY.xattr.user." + "x".repeat(300), "x")
                                .file("f", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("archives")
    void isRefusedOrHarmless(String what, BiFunction<TarBuilder, String, TarBuilder> make) throws IOException {
        try {
            Unpacked got = Unpacked.of(folder, make.apply(new TarBuilder(), outside.toString()));
            assertTrue(Files.isDirectory(got.diff(), LinkOption.NOFOLLOW_LINKS));
        } catch (InvalidArgument refused) {
            assertTrue(refused.toString().contains("layer archive"), refused.toString());
        } catch (IOException needsLowerLayers) {
            assertTrue(needsLowerLayers.getCause() instanceof LayerUnpacker.ParentNeeded, needsLowerLayers.toString());
        }
    }

    @Test
    void namesWithTwoDotsAreRefusedByName() {
        InvalidArgument refused =
                assertThrows(InvalidArgument.class, () -> Unpacked.of(folder, new TarBuilder().file("a/../../b", "x")));
        assertTrue(refused.toString().contains("tries to leave its folder: a/../../b"), refused.toString());
    }

    @Test
    void memoryForFoldersIsBounded() {
        TarBuilder tar = new TarBuilder();
        for (int i = 0; i < 50; i++) {
            tar.extended("path", i + "/" + "a/".repeat(2000) + "x").file("y", "");
        }
        assertThrows(TooLarge.class, () -> Unpacked.of(folder, tar));
    }

    @Test
    void anythingElseIsRefusedToo() {
        Random random = new Random(7);
        byte[] noise = new byte[4096];
        for (int i = 0; i < 200; i++) {
            random.nextBytes(noise);
            assertThrows(InvalidArgument.class, () -> Unpacked.of(folder, noise, UnpackLimits.DEFAULT));
        }
    }

    @Test
    void damagedArchivesAreRefusedOrHarmless() throws IOException {
        byte[] good = new TarBuilder()
                .folder("d/")
                .file("d/f", "some text")
                .link("d/l", "../d")
                .hardLink("h", "d/f")
                .extended("SCHILY.xattr.user.a", "b")
                .extended("mtime", "1.5")
                .file("x", "y")
                .file("d/.wh.gone", "")
                .device(1, 3)
                .entry("null", '3', "", new byte[0])
                .build();
        Random random = new Random(42);
        int whole = 0;
        for (int i = 0; i < 500; i++) {
            byte[] bad = good.clone();
            int header = random.nextInt(good.length / 512 - 2) * 512;
            for (int k = random.nextInt(4); k >= 0; k--) {
                bad[header + random.nextInt(512)] = (byte)
                        (random.nextBoolean() ? random.nextInt(256) : "./0159\0xgLKS".charAt(random.nextInt(12)));
            }
            if (random.nextInt(4) > 0) {
                byte[] block = TarBuilder.checked(java.util.Arrays.copyOfRange(bad, header, header + 512));
                System.arraycopy(block, 0, bad, header, 512);
            }
            try {
                Unpacked.of(folder, bad, UnpackLimits.DEFAULT);
                whole++;
            } catch (EngineException refused) {
                assertTrue(refused instanceof InvalidArgument || refused instanceof TooLarge, refused.toString());
            } catch (IOException needsLowerLayers) {
                assertTrue(
                        needsLowerLayers.getCause() instanceof LayerUnpacker.ParentNeeded, needsLowerLayers.toString());
            }
        }
        assertTrue(whole > 40, "only " + whole + " got past the header");
    }
}
