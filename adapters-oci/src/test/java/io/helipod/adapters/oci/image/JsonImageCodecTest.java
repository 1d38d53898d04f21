package io.helipod.adapters.oci.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.HistoryEntry;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageFormat;
import io.helipod.core.image.ManifestDocument;
import io.helipod.core.image.Platform;
import io.helipod.core.spi.image.ImageCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonImageCodecTest {
    private static final String DIFF_ID = "sha256:" + "a".repeat(64);
    private final ImageCodec codec = new JsonImageCodec();

    private ImageDocument read(String json) {
        return codec.readConfig(json.getBytes(StandardCharsets.UTF_8));
    }

    private ImageConfig readConfig(String config) {
        return read("{\"config\":" + config + ",\"rootfs\":{\"diff_ids\":[]}}").config();
    }

    private ImageConfig change(String... changes) {
        return codec.applyChanges(ImageConfig.EMPTY, List.of(changes));
    }

    private static String manifest(String type, String config, String layer, String more) {
        String digest = "\"digest\":\"" + DIFF_ID + "\",\"size\":3";
        return "{\"schemaVersion\":2," + (type.isEmpty() ? "" : "\"mediaType\":\"" + type + "\",")
                + "\"config\":{\"mediaType\":\"" + config + "\"," + digest + "},\"layers\":[{\"mediaType\":\"" + layer
                + "\"," + digest + "}]" + more + "}";
    }

    private String translated(String manifest, ImageFormat format) {
        return new String(codec.translate(manifest.getBytes(StandardCharsets.UTF_8), format), StandardCharsets.UTF_8);
    }

    @Test
    void manifestsAreTranslatedBothWays() {
        String oci = manifest(
                "application/vnd.oci.image.manifest.v1+json",
                "application/vnd.oci.image.config.v1+json",
                "application/vnd.oci.image.layer.v1.tar+gzip",
                "");
        String docker = manifest(
                "application/vnd.docker.distribution.manifest.v2+json",
                "application/vnd.docker.container.image.v1+json",
                "application/vnd.docker.image.rootfs.diff.tar.gzip",
                "");
        assertEquals(docker, translated(oci, ImageFormat.DOCKER));
        assertEquals(oci, translated(docker, ImageFormat.OCI));
    }

    @Test
    void aManifestThatSpeaksTheFormatKeepsItsBytes() {
        String oci = manifest(
                "",
                "application/vnd.oci.image.config.v1+json",
                "application/vnd.oci.image.layer.v1.tar+zstd",
                ", \"annotations\" : {\"a\":\"b\"}");
        assertEquals(oci, translated(oci, ImageFormat.OCI));
        assertThrows(NotSupported.class, () -> translated(oci, ImageFormat.DOCKER));
    }

    @Test
    void whatDockerWritesIsRead() {
        ImageDocument document = read("""
                {"architecture":"arm64","variant":"v8","os":"linux","created":"2024-05-01T10:00:00.123456789+02:00",
                 "author":"me","docker_version":"20.10","container":"0123","container_config":{"Cmd":["x"]},
                 "config":{"Hostname":"","User":"1000:1000","ExposedPorts":{"80/tcp":{},"53/udp":{}},
                   "Env":["PATH=/bin","NOTHING","=odd","EMPTY="],"Entrypoint":["/init"],"Cmd":null,"Volumes":{"/data":{}},
                   "WorkingDir":"/srv","Labels":{"a":"b"},"StopSignal":"SIGINT","OnBuild":null,"ArgsEscaped":true},
                 "rootfs":{"type":"layers","diff_ids":["%s"]},
                 "history":[{"created":"2024-05-01T08:00:00Z","created_by":"ADD","comment":"c"},{"created_by":"CMD","empty_layer":true}]}
                """.formatted(DIFF_ID));
        assertEquals(Optional.of(Instant.parse("2024-05-01T08:00:00.123456789Z")), document.created());
        assertEquals(new Platform("linux", "arm64", "v8"), document.platform());
        assertEquals(List.of(Digest.parse(DIFF_ID)), document.diffIds());
        assertEquals(
                new ImageConfig(
                        "1000:1000",
                        List.of("80/tcp", "53/udp"),
                        List.of("PATH=/bin", "EMPTY="),
                        Optional.of(List.of("/init")),
                        Optional.empty(),
                        List.of("/data"),
                        "/srv",
                        Map.of("a", "b"),
                        "SIGINT"),
                document.config());
        assertEquals(
                new HistoryEntry(Optional.empty(), "CMD", "", "", true),
                document.history().getLast());
    }

    @Test
    void whatIsWrittenReadsTheSame() {
        ImageDocument document = new ImageDocument(
                Optional.of(Instant.parse("2024-05-01T08:00:00.5Z")),
                "me",
                "imported",
                new Platform("linux", "amd64", ""),
                "",
                change(
                        "CMD [\"sh\"]",
                        "ENV A=1 B=2",
                        "LABEL z=1 a=2",
                        "EXPOSE 80",
                        "VOLUME /v",
                        "WORKDIR /w",
                        "USER u"),
                List.of(Digest.parse(DIFF_ID)),
                List.of(new HistoryEntry(Optional.of(Instant.EPOCH), "ADD", "me", "note", false)));
        byte[] bytes = codec.writeConfig(document);
        assertEquals(document, codec.readConfig(bytes));
        assertArrayEquals(bytes, codec.writeConfig(codec.readConfig(bytes)));
    }

    @Test
    void anEmptyConfigAsksForNothing() {
        assertEquals(ImageConfig.EMPTY, read("{\"rootfs\":{\"diff_ids\":[]}}").config());
        assertEquals(ImageConfig.EMPTY, readConfig("null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"rootfs\":{}}",
                "{\"rootfs\":{\"diff_ids\":[\"sha256:../../etc\"]}}",
                "{\"rootfs\":{\"diff_ids\":[]}} trailing",
                "{\"rootfs\":{\"diff_ids\":[]},\"created\":\"yesterday\"}",
                "{\"rootfs\":{\"diff_ids\":[]},\"config\":[]}",
                "{\"rootfs\":{\"diff_ids\":[]},\"config\":{\"Env\":{}}}",
                "{\"rootfs\":{\"diff_ids\":[]},\"config\":{\"Env\":[1]}}",
                "{\"rootfs\":{\"diff_ids\":[]},\"config\":{\"Cmd\":[\"a\\u0000b\"]}}",
                "{\"rootfs\":{\"diff_ids\":[]},\"config\":{\"Labels\":{\"a\":1}}}",
                "{\"rootfs\":{\"diff_ids\":[]},\"history\":[1]}"
            })
    void aDocumentOfAnotherShapeIsRefused(String json) {
        assertThrows(InvalidArgument.class, () -> read(json));
    }

    @Test
    void aDocumentTooLargeOrTooDeepIsRefused() {
        String deep = "{\"rootfs\":{\"diff_ids\":[]},\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        assertThrows(InvalidArgument.class, () -> read(deep));
        String large = "{\"rootfs\":{\"diff_ids\":[]},\"x\":\"" + "x".repeat(4 << 20) + "\"}";
        InvalidArgument refused = assertThrows(InvalidArgument.class, () -> read(large));
        assertTrue(refused.message().contains("larger than"), refused.message());
    }

    @Test
    void aManifestIsWrittenAsTheSpecHasIt() {
        Digest digest = Digest.parse(DIFF_ID);
        byte[] manifest = codec.writeManifest(
                new Descriptor(codec.configMediaType(), digest, 2),
                List.of(new Descriptor(MediaTypes.LAYER, digest, 3)));
        assertEquals(
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"config\":{\"mediaType\":"
                        + "\"application/vnd.oci.image.config.v1+json\",\"digest\":\"" + DIFF_ID
                        + "\",\"size\":2},\"layers\":[{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\""
                        + DIFF_ID + "\",\"size\":3}]}",
                new String(manifest, StandardCharsets.UTF_8));
    }

    @Test
    void commandsHaveTwoForms() {
        assertEquals(
                Optional.of(List.of("a", "b c")), change("CMD [\"a\", \"b c\"]").command());
        assertEquals(
                Optional.of(List.of("/bin/sh", "-c", "echo \"$HOME\" [x]")),
                change("cmd echo \"$HOME\" [x]").command());
        assertEquals(
                Optional.of(List.of("/bin/sh", "-c", "[ -f /x ]")),
                change("CMD [ -f /x ]").command());
        assertEquals(
                Optional.of(List.of("/bin/sh", "-c", "['a']")),
                change("CMD ['a']").command());
        assertEquals(
                Optional.empty(), change("ENTRYPOINT [\"a\"]", "ENTRYPOINT []").entrypoint());
        assertEquals(Optional.of(List.of("a")), change("CMD=[\"a\"]").command());
    }

    @Test
    void anEntrypointDropsTheCommandOfTheImageButNotAGivenOne() {
        ImageConfig base = change("CMD [\"old\"]");
        assertEquals(
                Optional.empty(),
                codec.applyChanges(base, List.of("ENTRYPOINT [\"e\"]")).command());
        assertEquals(
                Optional.of(List.of("new")),
                codec.applyChanges(base, List.of("CMD [\"new\"]", "ENTRYPOINT [\"e\"]"))
                        .command());
    }

    @Test
    void variablesAreQuotedAsInADockerfile() {
        assertEquals(List.of("A=b"), change("ENV A=b").env());
        assertEquals(
                List.of("A=b c", "D=e f", "G=h i"),
                change("ENV A=\"b c\" D='e f' G=h\\ i").env());
        assertEquals(List.of("A=b \"c\" d"), change("ENV A \"b \\\"c\\\" d\"").env());
        assertEquals(List.of("A=b   c"), change("ENV A b   c").env());
        assertEquals(List.of("A=$B", "C=$B"), change("ENV A='$B' C=\\$B").env());
        assertEquals(List.of("A=2"), change("ENV A=1", "ENV A=2").env());
        assertEquals(
                List.of("A=1", "B=1/x", "C=1y", "D=z", "E=t", "F="),
                change("ENV A=1", "ENV B=$A/x C=\"${A}y\" D=${NO:-z} E=${A:+t} F=$NO")
                        .env());
        assertEquals(
                Map.of("a", "b", "c d", "e=f"), change("LABEL a=b \"c d\"=e=f").labels());
    }

    @Test
    void theOtherInstructionsSetTheirFields() {
        ImageConfig config = change(
                "EXPOSE 80 53/UDP 9000-9002",
                "VOLUME [\"/a b\"]",
                "VOLUME /c /d",
                "WORKDIR /one",
                "WORKDIR two/../three",
                "STOPSIGNAL SIGINT",
                "USER 1000:0");
        assertEquals(List.of("80/tcp", "53/udp", "9000/tcp", "9001/tcp", "9002/tcp"), config.exposedPorts());
        assertEquals(List.of("/a b", "/c", "/d"), config.volumes());
        assertEquals("/one/three", config.workingDir());
        assertEquals("SIGINT", config.stopSignal());
        assertEquals("1000:0", config.user());
        assertEquals("/", change("WORKDIR ../../..").workingDir());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CMD",
                "RUN rm -rf /",
                "FROM scratch",
                "ENV A",
                "ENV A=1 B",
                "ENV =x",
                "ENV A=\"b",
                "ENV A=${B",
                "ENV A=${B:?x}",
                "ENV ${B:+=}",
                "EXPOSE 0",
                "EXPOSE 70000",
                "EXPOSE 80/icmp",
                "EXPOSE 9-8",
                "STOPSIGNAL SIGNOTHING",
                "USER a b",
                "USER \"\"",
                "VOLUME \"\"",
                "VOLUME [\"\"]",
                "ENV A=1\nUSER root"
            })
    void aBrokenInstructionIsRefused(String change) {
        assertThrows(InvalidArgument.class, () -> change(change));
    }

    private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
    private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String DIGEST = "sha256:" + "b".repeat(64);
    private static final String CONFIG_ENTRY =
            "{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"" + DIGEST + "\",\"size\":7}";
    private static final String LAYER_ENTRY =
            "{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"" + DIFF_ID
                    + "\",\"size\":9,\"urls\":[\"http://evil.example/\"]}";

    private ManifestDocument manifest(String json, String type) {
        return codec.readManifest(json.getBytes(StandardCharsets.UTF_8), type);
    }

    private static String image(String... more) {
        return "{\"schemaVersion\":2,\"config\":" + CONFIG_ENTRY + ",\"layers\":[" + LAYER_ENTRY + "]"
                + String.join("", more) + "}";
    }

    private static String index(String... more) {
        return "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"" + OCI + "\",\"digest\":\"" + DIGEST
                + "\",\"size\":3,\"platform\":{\"os\":\"linux\",\"architecture\":\"arm\",\"variant\":\"v7\"}},"
                + "{\"mediaType\":\"" + OCI + "\",\"digest\":\"" + DIFF_ID + "\",\"size\":4}]"
                + String.join("", more) + "}";
    }

    @Test
    void manifestsAndIndexesAreRead() {
        ManifestDocument.Image image = (ManifestDocument.Image) manifest(image(), OCI);
        assertEquals(Digest.parse(DIGEST), image.config().digest());
        assertEquals(9, image.layers().getFirst().size());
        ManifestDocument.Index index = (ManifestDocument.Index) manifest(index(), OCI_INDEX);
        assertEquals(
                Optional.of(new Platform("linux", "arm", "v7")),
                index.entries().getFirst().platform());
        assertEquals(Optional.empty(), index.entries().getLast().platform());
        // a registry that does not say what it serves
        assertEquals(OCI, manifest(image(), "").mediaType());
        assertEquals(OCI_INDEX, manifest(index(), "application/octet-stream").mediaType());
    }

    @Test
    void aManifestThatIsTwoThingsAtOnceIsRefused() {
        for (String confused : List.of(
                image(",\"manifests\":[]"),
                image(",\"mediaType\":\"" + OCI_INDEX + "\""),
                image(",\"fsLayers\":[]"),
                index())) {
            assertThrows(InvalidArgument.class, () -> manifest(confused, OCI), confused);
        }
        for (String confused : List.of(index(",\"layers\":[]"), index(",\"config\":{}"), image())) {
            assertThrows(InvalidArgument.class, () -> manifest(confused, OCI_INDEX), confused);
        }
    }

    @Test
    void whatIsNoImageIsSaidToBeNone() {
        String schema1 = "{\"schemaVersion\":1,\"fsLayers\":[]}";
        assertThrows(NotSupported.class, () -> manifest(schema1, ""));
        assertThrows(
                NotSupported.class,
                () -> manifest(image(), "application/vnd.docker.distribution.manifest.v1+prettyjws"));
        String chart =
                image().replace("application/vnd.oci.image.config.v1+json", "application/vnd.cncf.helm.config.v1+json");
        assertThrows(NotSupported.class, () -> manifest(chart, OCI));
        String strange = image().replace("tar+gzip", "tar+lzma");
        assertThrows(NotSupported.class, () -> manifest(strange, OCI));
    }

    @Test
    void descriptorsAreCheckedBeforeAnythingIsMadeOfThem() {
        for (String bad : List.of(
                image().replace(DIGEST, "sha256:../../etc/passwd"),
                image().replace(DIGEST, "md5:" + "b".repeat(32)),
                image().replace("\"size\":9", "\"size\":-1"),
                image().replace("\"size\":9", "\"size\":1.5"),
                image().replace("\"size\":9", "\"size\":99999999999999999999"),
                image().replace(",\"size\":9", ""))) {
            assertThrows(InvalidArgument.class, () -> manifest(bad, OCI), bad);
        }
    }

    @Test
    void layersAreReplacedAndTheRestOfAManifestStays() {
        String annotated = image(",\"annotations\":{\"a\":\"b\"}");
        Descriptor other = new Descriptor("application/vnd.oci.image.layer.v1.tar+zstd", Digest.parse(DIGEST), 11);
        String replaced = new String(
                codec.replaceLayers(annotated.getBytes(StandardCharsets.UTF_8), List.of(other)),
                StandardCharsets.UTF_8);
        assertEquals(List.of(other), ((ManifestDocument.Image) manifest(replaced, OCI)).layers());
        assertTrue(replaced.contains("\"annotations\":{\"a\":\"b\"}"), replaced);
        assertThrows(
                InvalidArgument.class,
                () -> codec.replaceLayers(annotated.getBytes(StandardCharsets.UTF_8), List.of()));
    }

    @Test
    void aChildKeepsWhatItsParentSaysInWordsOfItsOwn() {
        byte[] parent = """
                {"architecture":"amd64","os":"linux","os.version":"12","container":"0123","config":{"Hostname":"h","Cmd":["a"],
                 "Healthcheck":{"Test":["CMD","true"]},"Shell":["/bin/bash","-c"],"OnBuild":["RUN x"]},
                 "rootfs":{"type":"layers","diff_ids":[]}}""".getBytes(StandardCharsets.UTF_8);
        ImageDocument document = codec.readConfig(parent);
        String child = new String(codec.writeConfig(document, parent), StandardCharsets.UTF_8);
        assertTrue(child.contains("\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"]}"), child);
        assertTrue(child.contains("\"Shell\":[\"/bin/bash\",\"-c\"]"), child);
        assertTrue(child.contains("\"os.version\":\"12\""), child);
        for (String gone : List.of("Hostname", "OnBuild", "container")) {
            assertTrue(!child.contains("\"" + gone + "\""), child);
        }
        assertEquals(document, codec.readConfig(child.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void eachFormatHasItsOwnNamesForTheSameLayers() {
        String docker = "application/vnd.docker.image.rootfs.diff.tar";
        String oci = "application/vnd.oci.image.layer.v1.tar";
        List<String> oneWay = List.of(oci, oci + "+gzip", oci + "+zstd");
        List<String> other = List.of(docker, docker + ".gzip", docker + ".zstd");
        assertEquals(other, types(ImageFormat.DOCKER, oneWay));
        assertEquals(other, types(ImageFormat.DOCKER, other));
        assertEquals(oneWay, types(ImageFormat.OCI, other));
        assertEquals(docker, codec.layerMediaType(ImageFormat.DOCKER));
        Descriptor config = new Descriptor(codec.configMediaType(ImageFormat.DOCKER), Digest.parse(DIGEST), 2);
        List<Descriptor> layers = List.of(new Descriptor(docker, Digest.parse(DIGEST), 3));
        byte[] manifest = codec.writeManifest(ImageFormat.DOCKER, config, layers);
        assertEquals(
                new ManifestDocument.Image(codec.manifestMediaType(ImageFormat.DOCKER), config, layers),
                codec.readManifest(manifest, "application/vnd.docker.distribution.manifest.v2+json"));
    }

    private List<String> types(ImageFormat format, List<String> types) {
        List<Descriptor> layers = types.stream()
                .map(type -> new Descriptor(type, Digest.parse(DIGEST), 1))
                .toList();
        return codec.layersIn(format, layers).stream()
                .map(Descriptor::mediaType)
                .toList();
    }
}
