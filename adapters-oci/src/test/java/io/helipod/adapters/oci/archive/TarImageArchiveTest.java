package io.helipod.adapters.oci.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdOutputStream;
import io.helipod.adapters.oci.image.JsonImageCodec;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.spi.image.ImageArchiveFormat.ArchivedImage;
import io.helipod.core.testing.TarBuilder;
import io.helipod.core.testing.TestImages;
import io.helipod.core.testing.TestTar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class TarImageArchiveTest {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final byte[] LAYER = new TestTar().file("hello", "world").bytes();
    private static final byte[] OTHER = new TestTar().file("hello", "again").bytes();
    private static final byte[] CONFIG = TestImages.config("{\"Cmd\":[\"sh\"]}", LAYER);
    private final MemorySink sink = new MemorySink();

    private List<ArchivedImage> read(byte[] archive) throws IOException {
        return read(new ByteArrayInputStream(archive));
    }

    private List<ArchivedImage> read(InputStream archive) throws IOException {
        return new TarImageArchive(new JsonImageCodec(), "amd64").read(archive, sink);
    }

    private void refused(String why, byte[] archive) {
        String message =
                assertThrows(InvalidArgument.class, () -> read(archive)).message();
        assertTrue(message.contains(why), message);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha(byte[] bytes) {
        return "sha256:" + TestImages.hex(bytes);
    }

    /** A docker-archive with one image's line in its list. */
    private static TestTar docker(String list) {
        return new TestTar()
                .file("manifest.json", list)
                .file("config.json", CONFIG)
                .file("layer.tar", LAYER);
    }

    private static final String LIST =
            "[{\"Config\":\"config.json\",\"RepoTags\":[\"web:1\"],\"Layers\":[\"layer.tar\"]}]";

    private static byte[] manifest(String mediaType, byte[] config, byte[]... layers) {
        StringBuilder all = new StringBuilder();
        for (byte[] layer : layers) {
            all.append(all.isEmpty() ? "" : ",")
                    .append(TestImages.descriptor("application/vnd.oci.image.layer.v1.tar", layer, ""));
        }
        return utf8("{\"schemaVersion\":2," + mediaType + "\"config\":"
                + TestImages.descriptor("application/vnd.oci.image.config.v1+json", config, "") + ",\"layers\":["
                + all + "]}");
    }

    private static byte[] index(String... entries) {
        return utf8("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}");
    }

    private static TestTar oci(byte[] index, byte[]... blobs) {
        TestTar tar = new TestTar().file("index.json", index);
        for (byte[] blob : blobs) {
            tar.file("blobs/sha256/" + TestImages.hex(blob), blob);
        }
        return tar;
    }

    private static String platform(String os, String architecture) {
        return ",\"platform\":{\"os\":\"" + os + "\",\"architecture\":\"" + architecture + "\"}";
    }

    private interface Compressor {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] compressed(byte[] bytes, Compressor compressor) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressed = compressor.over(out)) {
            compressed.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void aDockerArchiveIsReadWhereverItsListStands() throws IOException {
        for (byte[] archive : List.of(docker(LIST).bytes(), TestImages.dockerArchive(CONFIG, "web:1", LAYER))) {
            ArchivedImage image = read(archive).getFirst();
            assertEquals(List.of("docker.io/library/web:1"), image.names());
            assertEquals(sha(CONFIG), image.config().digest().toString());
            assertEquals(CONFIG.length, image.config().size());
            assertEquals(sha(LAYER), image.layers().getFirst().digest().toString());
            assertEquals(
                    "application/vnd.oci.image.layer.v1.tar",
                    image.layers().getFirst().mediaType());
            assertArrayEquals(LAYER, sink.blobs.get(image.layers().getFirst().digest()));
        }
    }

    @Test
    void anImageWithoutNamesHasNone() throws IOException {
        assertEquals(
                List.of(),
                read(docker("[{\"Config\":\"config.json\",\"RepoTags\":null,\"Layers\":[\"layer.tar\"]}]")
                                .bytes())
                        .getFirst()
                        .names());
    }

    @Test
    void layersThatAreLinksToOthersAreThoseOthers() throws IOException {
        TestTar tar = new TestTar()
                .directory("a/", 0755)
                .symlink("a/layer.tar", "../b/layer.tar")
                .hardLink("c/layer.tar", "./b/layer.tar")
                .file("b/layer.tar", LAYER)
                .file("config.json", CONFIG)
                .file(
                        "manifest.json",
                        "[{\"Config\":\"config.json\",\"Layers\":[\"a/layer.tar\",\"b/layer.tar\",\"c/layer.tar\"]}]");
        assertEquals(
                List.of(sha(LAYER), sha(LAYER), sha(LAYER)),
                read(tar.bytes()).getFirst().layers().stream()
                        .map(layer -> layer.digest().toString())
                        .toList());
    }

    @Test
    void compressedLayersAreCalledSo() throws IOException {
        byte[] gzip = compressed(LAYER, GZIPOutputStream::new);
        byte[] zstd = compressed(LAYER, ZstdOutputStream::new);
        TestTar tar = new TestTar()
                .file("g", gzip)
                .file("z", zstd)
                .file("config.json", CONFIG)
                .file("manifest.json", "[{\"Config\":\"config.json\",\"Layers\":[\"g\",\"z\"]}]");
        assertEquals(
                List.of("application/vnd.oci.image.layer.v1.tar+gzip", "application/vnd.oci.image.layer.v1.tar+zstd"),
                read(tar.bytes()).getFirst().layers().stream()
                        .map(layer -> layer.mediaType())
                        .toList());
    }

    @Test
    void archivesMayBeCompressedInEveryUsualWay() throws IOException {
        byte[] plain = docker(LIST).bytes();
        for (Compressor compressor : List.<Compressor>of(
                GZIPOutputStream::new,
                ZstdOutputStream::new,
                BZip2CompressorOutputStream::new,
                out -> new XZOutputStream(out, new LZMA2Options(1)))) {
            InputStream in = new ByteArrayInputStream(compressed(plain, compressor));
            assertEquals(1, read(in).size());
            assertEquals(-1, in.read());
        }
    }

    @Test
    void theSenderIsHeardToTheEnd() throws IOException {
        InputStream in = new ByteArrayInputStream(
                Arrays.copyOf(docker(LIST).bytes(), docker(LIST).bytes().length + 100_000));
        assertEquals(1, read(in).size());
        assertEquals(-1, in.read());
    }

    @Test
    void anOciArchiveIsReadWithItsOwnManifest() throws IOException {
        byte[] manifest = manifest("", CONFIG, LAYER);
        ArchivedImage image = read(oci(
                                index(TestImages.descriptor(
                                        MANIFEST,
                                        manifest,
                                        ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"web\"}")),
                                manifest,
                                CONFIG,
                                LAYER)
                        .bytes())
                .getFirst();
        assertEquals(List.of("localhost/web:latest"), image.names());
        assertArrayEquals(manifest, image.manifest());
        assertEquals(MANIFEST, image.mediaType());
        assertEquals(sha(CONFIG), image.config().digest().toString());
        assertEquals(1, image.layers().size());
    }

    @Test
    void theNameContainerdGivesIsPreferred() throws IOException {
        byte[] manifest = manifest("", CONFIG, LAYER);
        String names = ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"1\","
                + "\"io.containerd.image.name\":\"docker.io/library/web:1\"}";
        assertEquals(
                List.of("docker.io/library/web:1"),
                read(oci(index(TestImages.descriptor(MANIFEST, manifest, names)), manifest, CONFIG, LAYER)
                                .bytes())
                        .getFirst()
                        .names());
    }

    @Test
    void anIndexInTheIndexIsOneImageOfThisPlatformUnderItsName() throws IOException {
        byte[] windows = manifest("", CONFIG, OTHER);
        byte[] mine = manifest("", CONFIG, LAYER);
        byte[] second = manifest("", CONFIG, LAYER, LAYER);
        byte[] arm = manifest("", CONFIG);
        byte[] inner = index(
                TestImages.descriptor(MANIFEST, arm, platform("linux", "arm64")),
                TestImages.descriptor(MANIFEST, windows, platform("windows", "amd64")),
                TestImages.descriptor(MANIFEST, mine, platform("linux", "amd64")),
                TestImages.descriptor(MANIFEST, second, platform("linux", "amd64")));
        byte[] outer = index(TestImages.descriptor(
                INDEX, inner, ",\"annotations\":{\"io.containerd.image.name\":\"quay.io/web:2\"}"));
        List<ArchivedImage> images = read(oci(outer, inner, mine, CONFIG, LAYER).bytes());
        assertEquals(1, images.size());
        assertEquals(List.of("quay.io/web:2"), images.getFirst().names());
        assertArrayEquals(mine, images.getFirst().manifest());
    }

    @Test
    void anIndexWithoutThisPlatformIsNoImage() {
        byte[] arm = manifest("", CONFIG);
        byte[] inner = index(TestImages.descriptor(MANIFEST, arm, platform("linux", "arm64")));
        refused(
                "no image for this platform",
                oci(index(TestImages.descriptor(INDEX, inner, "")), inner, arm, CONFIG)
                        .bytes());
    }

    @Test
    void anImageOfAnotherPlatformThatStandsAloneIsTaken() throws IOException {
        byte[] arm = manifest("", CONFIG);
        byte[] index = index(
                TestImages.descriptor(MANIFEST, arm, platform("linux", "arm64")),
                TestImages.descriptor(MANIFEST, utf8("{}"), platform("unknown", "unknown")));
        List<ArchivedImage> images = read(oci(index, arm, CONFIG).bytes());
        assertEquals(1, images.size());
        assertEquals(sha(CONFIG), images.getFirst().config().digest().toString());
    }

    @Test
    void anImageListedForEachOfItsNamesIsOneImage() throws IOException {
        byte[] manifest = manifest("", CONFIG);
        String named = ",\"annotations\":{\"io.containerd.image.name\":\"%s\"}";
        byte[] index = index(
                TestImages.descriptor(MANIFEST, manifest, named.formatted("quay.io/a:1")),
                TestImages.descriptor(MANIFEST, manifest, named.formatted("quay.io/b@" + sha(manifest))),
                TestImages.descriptor(MANIFEST, manifest, named.formatted("quay.io/c")));
        List<ArchivedImage> images = read(oci(index, manifest, CONFIG).bytes());
        assertEquals(1, images.size());
        assertEquals(
                List.of("quay.io/a:1", "quay.io/c:latest"), images.getFirst().names());

        String twice =
                LIST.substring(0, LIST.length() - 1) + "," + LIST.substring(1).replace("web:1", "<none>:<none>\",\"b");
        images = read(docker(twice).bytes());
        assertEquals(1, images.size());
        assertEquals(
                List.of("docker.io/library/web:1", "docker.io/library/b:latest"),
                images.getFirst().names());
    }

    @Test
    void anArchiveInBothFormsIsReadAsDockersOne() throws IOException {
        byte[] manifest = manifest("", CONFIG, OTHER);
        TestTar tar = oci(index(TestImages.descriptor(MANIFEST, manifest, "")), manifest, CONFIG, OTHER, LAYER);
        tar.file(
                "manifest.json",
                "[{\"Config\":\"blobs/sha256/" + TestImages.hex(CONFIG)
                        + "\",\"RepoTags\":[\"web\"],\"Layers\":[\"blobs/sha256/" + TestImages.hex(LAYER) + "\"]}]");
        ArchivedImage image = read(tar.bytes()).getFirst();
        assertEquals(sha(LAYER), image.layers().getFirst().digest().toString());
        assertEquals(List.of("docker.io/library/web:latest"), image.names());
    }

    @Test
    void twoEntriesOfOneNameAreRefused() {
        refused("layer.tar twice", docker(LIST).file("layer.tar", OTHER).bytes());
        refused("layer.tar twice", docker(LIST).file("x/.././layer.tar", OTHER).bytes());
        refused(
                "layer.tar twice",
                docker(LIST).symlink("layer.tar", "config.json").bytes());
        refused(
                "manifest.json twice",
                new TestTar()
                        .symlink("manifest.json", "a")
                        .file("manifest.json", LIST)
                        .bytes());
    }

    @Test
    void namesThatLeadOutOfTheArchiveAreTheNamesOfNothing() {
        for (String name : List.of("../layer.tar", "/../layer.tar", "a/../../layer.tar", "/etc/passwd")) {
            refused("lacks", docker(LIST.replace("layer.tar", name)).bytes());
        }
        refused(
                "lacks",
                new TestTar()
                        .symlink("layer.tar", "../../../../etc/passwd")
                        .file("config.json", CONFIG)
                        .file("manifest.json", LIST)
                        .bytes());
    }

    @Test
    void linksInACircleLeadNowhere() {
        refused(
                "lacks",
                new TestTar()
                        .symlink("layer.tar", "b")
                        .symlink("b", "layer.tar")
                        .file("config.json", CONFIG)
                        .file("manifest.json", LIST)
                        .bytes());
    }

    @Test
    void whatTheListNamesMustBeThere() {
        refused(
                "lacks \"other.json\"",
                docker(LIST.replace("config.json", "other.json")).bytes());
        refused(
                "lacks \"other.tar\"",
                docker(LIST.replace("layer.tar", "other.tar")).bytes());
        byte[] manifest = manifest("", CONFIG, LAYER);
        byte[] index = index(TestImages.descriptor(MANIFEST, manifest, ""));
        refused("lacks", oci(index, CONFIG, LAYER).bytes());
        refused("lacks", oci(index, manifest, LAYER).bytes());
        refused("lacks", oci(index, manifest, CONFIG).bytes());
    }

    @Test
    void blobsMustHaveTheirDigestAndTheirSize() {
        byte[] manifest = manifest("", CONFIG, LAYER);
        byte[] index = index(TestImages.descriptor(MANIFEST, manifest, ""));
        refused(
                "other bytes",
                oci(index, manifest, CONFIG)
                        .file("blobs/sha256/" + TestImages.hex(LAYER), OTHER)
                        .bytes());
        byte[] lying = utf8(new String(manifest, StandardCharsets.UTF_8)
                .replace("\"size\":" + LAYER.length, "\"size\":" + (LAYER.length + 1)));
        refused(
                "size",
                oci(index(TestImages.descriptor(MANIFEST, lying, "")), lying, CONFIG, LAYER)
                        .bytes());
    }

    @Test
    void aDocumentThatIsManifestAndIndexAtOnceIsRefused() {
        byte[] both = utf8("{\"mediaType\":\"" + MANIFEST + "\",\"manifests\":[],"
                + new String(manifest("", CONFIG, LAYER), StandardCharsets.UTF_8).substring(1));
        byte[] plain = manifest("", CONFIG, LAYER);
        byte[] says = manifest("\"mediaType\":\"" + INDEX + "\",", CONFIG, LAYER);
        for (String entry : List.of(
                TestImages.descriptor(MANIFEST, both, ""),
                TestImages.descriptor(INDEX, both, ""),
                TestImages.descriptor(INDEX, plain, ""),
                TestImages.descriptor(MANIFEST, says, ""))) {
            refused(
                    "contradicts",
                    oci(index(entry), both, plain, says, CONFIG, LAYER).bytes());
        }
    }

    @Test
    void indexesThatFanOutAreGivenUp() {
        byte[] arm = manifest("", CONFIG);
        byte[] at = index(TestImages.descriptor(MANIFEST, arm, platform("linux", "arm64")));
        TestTar tar = new TestTar().file("blobs/sha256/" + TestImages.hex(at), at);
        for (int depth = 0; depth < 4; depth++) {
            String[] entries = new String[100];
            Arrays.fill(entries, TestImages.descriptor(INDEX, at, ""));
            at = index(entries);
            tar.file(depth == 3 ? "index.json" : "blobs/sha256/" + TestImages.hex(at), at);
        }
        refused("nested too deep or too long", tar.bytes());
    }

    @Test
    void oneManifestUnderManyNamesDoesNotFillTheMemory() {
        byte[] big = utf8(new String(manifest("", CONFIG, LAYER), StandardCharsets.UTF_8)
                .replace("{\"schemaVersion\"", "{\"x\":\"" + "x".repeat(1 << 20) + "\",\"schemaVersion\""));
        String[] entries = new String[500];
        Arrays.fill(entries, TestImages.descriptor(MANIFEST, big, ""));
        refused("too large", oci(index(entries), big, CONFIG, LAYER).bytes());
    }

    @Test
    void documentsOfTheWrongShapeAreRefused() {
        for (String list : List.of("", "{", "{}", "[1]", "[{}]", "[{\"Config\":7}]", "nonsense", "[] []")) {
            assertThrows(InvalidArgument.class, () -> read(docker(list).bytes()), list);
        }
        for (String list :
                List.of("", "[]", "{\"manifests\":[{}]}", "{\"manifests\":[1]}", "{\"manifests\":7}", "{}")) {
            assertThrows(InvalidArgument.class, () -> read(oci(utf8(list)).bytes()), list);
        }
        refused("too large", docker("[" + " ".repeat(5 << 20) + "]").bytes());
        refused("JSON", docker("[".repeat(100_000)).bytes());
        refused("invalid reference", docker(LIST.replace("web:1", "../web")).bytes());
    }

    @Test
    void anArchiveThatIsNeitherIsRefused() {
        refused("neither", new TestTar().file("hello", "world").bytes());
        refused("neither", new byte[0]);
        refused(
                "broken or not a tar",
                "this is not a tar archive at all. ".repeat(100).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTornArchiveIsRefused() throws IOException {
        byte[] whole = docker(LIST).bytes();
        for (int length = 600; length < whole.length - 2048; length += 500) {
            byte[] torn = Arrays.copyOf(whole, length);
            assertThrows(InvalidArgument.class, () -> read(torn), "after " + length);
        }
        for (Compressor compressor : List.<Compressor>of(
                GZIPOutputStream::new,
                ZstdOutputStream::new,
                BZip2CompressorOutputStream::new,
                out -> new XZOutputStream(out, new LZMA2Options(1)))) {
            byte[] compressed = compressed(whole, compressor);
            for (int length = 6; length < compressed.length; length += 1 + compressed.length / 40) {
                byte[] torn = Arrays.copyOf(compressed, length);
                assertThrows(InvalidArgument.class, () -> read(torn), "after " + length);
            }
        }
    }

    @Test
    void damageIsRefusedOrHarmless() throws IOException {
        Random random = new Random(7);
        byte[] whole = docker(LIST).bytes();
        List<byte[]> seeds = List.of(
                whole,
                compressed(whole, GZIPOutputStream::new),
                compressed(whole, ZstdOutputStream::new),
                compressed(whole, BZip2CompressorOutputStream::new),
                compressed(whole, out -> new XZOutputStream(out, new LZMA2Options(1))));
        int refused = 0;
        for (int round = 0; round < 400; round++) {
            byte[] damaged = seeds.get(round % seeds.size()).clone();
            for (int i = 0; i < 1 + round % 4; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                read(damaged);
            } catch (InvalidArgument e) {
                refused++;
            }
        }
        assertTrue(refused > 100, "refused " + refused);
    }

    @Test
    void lyingSizesAreRefused() {
        refused(
                "ends early",
                new TestTar()
                        .entry('0', "manifest.json", 0644, "", 1L << 32, LAYER)
                        .bytes());
        refused(
                "broken",
                new TarBuilder().raw(new TarBuilder().header("x", '0', "", -5)).build());
    }

    @Test
    void aHeaderWithoutEndIsRefusedBeforeItFillsTheMemory() {
        for (char type : new char[] {'L', 'x', 'g'}) {
            byte[] endless = new TarBuilder()
                    .raw(new TarBuilder().header("x", type, "", 3L << 20))
                    .data("x".repeat(3 << 20).getBytes(StandardCharsets.US_ASCII))
                    .build();
            refused("broken", endless);
        }
    }

    @Test
    void tooManyEntriesAreRefused() {
        TestTar tar = new TestTar();
        for (int i = 0; i <= 20_000; i++) {
            tar.directory("d" + i + "/", 0755);
        }
        refused("more than 20000 entries", tar.bytes());
    }
}
