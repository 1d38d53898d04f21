package io.helipod.adapters.oci.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageIndex;
import io.helipod.core.image.ImageIndex.Instance;
import io.helipod.core.image.ImageIndex.Target;
import io.helipod.core.spi.image.ImageCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexDocumentsTest {
    private static final Digest DIGEST = Digest.parse("sha256:" + "b".repeat(64));
    private static final String DOCKER = "application/vnd.docker.distribution.manifest.v2+json";
    private static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    private static final String OCI = "application/vnd.oci.image.manifest.v1+json";
    private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    private static final Target WINDOWS =
            new Target("windows", "amd64", "", "10.0.1", List.of("win32k"), List.of("sse4"));
    private final ImageCodec codec = new JsonImageCodec();

    private static Instance instance(String type, Map<String, String> annotations) {
        return new Instance(new Descriptor(type, DIGEST, 7), WINDOWS, annotations, "");
    }

    private static ImageIndex index(Map<String, String> annotations, Instance... instances) {
        return new ImageIndex("", "", List.of(instances), Optional.empty(), annotations);
    }

    private ImageIndex written(ImageIndex index) {
        return codec.readIndex(codec.writeIndex(index), "");
    }

    @Test
    void aListIsDockersUnlessOnlyOcisCanSayIt() {
        assertEquals(DOCKER_LIST, written(ImageIndex.EMPTY).mediaType());
        assertEquals(
                DOCKER_LIST,
                written(index(Map.of(), instance(DOCKER, Map.of()))).mediaType());
        assertEquals(
                OCI_INDEX, written(index(Map.of(), instance(OCI, Map.of()))).mediaType());
        assertEquals(OCI_INDEX, written(index(Map.of("a", "b"))).mediaType());
        assertEquals(
                OCI_INDEX,
                written(index(Map.of(), instance(DOCKER, Map.of("a", "b")))).mediaType());
    }

    @Test
    void everythingComesThrough() {
        ImageIndex docker = written(index(Map.of(), instance(DOCKER, Map.of())));
        assertEquals(List.of(instance(DOCKER, Map.of())), docker.instances());
        ImageIndex all = new ImageIndex(
                OCI_INDEX,
                "text/x",
                List.of(new Instance(
                        new Descriptor(OCI, DIGEST, 7),
                        new Target("linux", "arm64", "v8", "", List.of(), List.of()),
                        Map.of("z", "1", "a", "2"),
                        "text/y")),
                Optional.of(new Descriptor(OCI, DIGEST, 9)),
                Map.of("k", "v"));
        assertEquals(all, written(all));
        assertArrayEquals(codec.writeIndex(all), codec.writeIndex(written(all)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{'schemaVersion':2,'mediaType':'application/vnd.oci.image.index.v1+json','manifests':[{'digest':'x'}]}",
                "{'schemaVersion':2,'mediaType':'application/vnd.oci.image.index.v1+json','manifests':[],'annotations':{'a':1}}",
                "{'schemaVersion':2,'mediaType':'application/vnd.oci.image.index.v1+json','manifests':[],'layers':[]}",
            })
    void brokenDocumentsAreRefused(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        assertThrows(InvalidArgument.class, () -> codec.readIndex(bytes, ""));
    }

    @Test
    void oneImageIsNoList() {
        byte[] manifest =
                codec.writeManifest(new Descriptor("application/vnd.oci.image.config.v1+json", DIGEST, 2), List.of());
        assertThrows(InvalidArgument.class, () -> codec.readIndex(manifest, OCI));
    }
}
