package io.helipod.adapters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.adapters.http.fake.Server;
import io.helipod.core.id.Digest;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.HistoryEntry;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageLayer;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.image.ImageReference.Home;
import io.helipod.core.spi.storage.Change;
import io.helipod.core.testing.TestEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is told about images, and that what is kept of it shows every change. */
@Timeout(60)
class ImageReportRoutesTest {
    private static final String LIBPOD = "/v5.0.0/libpod";
    private final TestEngine engine = new TestEngine();
    private final Server server = new Server(engine.api());

    @AfterEach
    void stop() throws IOException {
        server.close();
        engine.close();
    }

    private String ask(int status, String path) throws IOException {
        Server.Answer answer = server.request("GET", path, "");
        assertEquals(status, answer.status(), answer.head() + "\n" + answer.body());
        return answer.body();
    }

    private JsonNode json(int status, String path) throws IOException {
        return new ObjectMapper()
                .readTree(ask(status, path).getBytes(StandardCharsets.ISO_8859_1)); // as the server's answer is read
    }

    /** The image with these layers, the first letter of each its digest's. */
    private ImageRecord made(String name, String... layers) {
        ImageRecord plain = engine.image("localhost/" + name + ":latest");
        List<ImageLayer> stored = new ArrayList<>();
        for (String layer : layers) {
            Digest digest = new Digest("sha256", layer.repeat(64));
            stored.add(new ImageLayer(new Descriptor("tar", digest, 1), digest, 1024));
        }
        ImageDocument document = new ImageDocument(
                Optional.empty(),
                "",
                "",
                TestEngine.PLATFORM,
                "",
                plain.document().config(),
                stored.stream().map(ImageLayer::diffId).toList(),
                List.of(
                        new HistoryEntry(Optional.of(Instant.ofEpochSecond(1_600_000_000)), "RUN <a>", "", "c", false),
                        new HistoryEntry(Optional.empty(), "CMD", "", "", true)));
        ImageRecord image = new ImageRecord(
                plain.id(), plain.manifest(), plain.names(), List.of(), plain.created(), document, stored);
        engine.records.commit(List.of(new Change.SaveImage(image)), List.of());
        return image;
    }

    @Test
    void historiesDifferInIds() throws IOException {
        ImageRecord image = made("x", "a");
        assertEquals(
                "[{\"Id\":\"sha256:" + image.id() + "\",\"Created\":0,\"CreatedBy\":\"CMD\","
                        + "\"Tags\":[\"localhost/x:latest\"],\"Size\":0,\"Comment\":\"\"},"
                        + "{\"Id\":\"sha256:<missing>\",\"Created\":1600000000,\"CreatedBy\":\"RUN <a>\","
                        + "\"Tags\":[\"localhost/x:latest\"],\"Size\":1024,\"Comment\":\"c\"}]\n",
                ask(200, "/images/localhost/x/history"));
        JsonNode podman = json(200, LIBPOD + "/images/" + image.id().shortened() + "/history");
        assertEquals(image.id().value(), podman.path(0).path("Id").asText());
        assertEquals("<missing>", podman.path(1).path("Id").asText());
        ask(404, "/images/nope/history");
        ask(404, LIBPOD + "/images/nope/history");
    }

    @Test
    void whatIsKeptShowsNewNamesInEveryDocument() throws IOException {
        ImageRecord image = made("x", "a");
        List<String> paths = List.of(
                "/images/json",
                LIBPOD + "/images/json",
                "/images/" + image.id() + "/json",
                LIBPOD + "/images/" + image.id() + "/json",
                "/images/" + image.id() + "/history",
                LIBPOD + "/images/" + image.id() + "/history");
        for (String path : paths) {
            assertEquals(ask(200, path), ask(200, path));
        }
        engine.api().images().tag(new NameOrId("localhost/x"), ImageReference.parse("localhost/renamed", Home.LOCAL));
        for (String path : paths) {
            assertTrue(ask(200, path).contains("localhost/renamed:latest"), path);
        }
    }

    @Test
    void treesAreDrawnAsPodmanDraws() throws IOException {
        ImageRecord base = made("base", "a");
        made("left", "a", "b");
        made("right", "a", "c");
        assertEquals(
                "Image ID: " + base.id().shortened() + "\nTags:     [localhost/base:latest]\nSize:     1.024kB\n"
                        + "Image Layers\n"
                        + "└── ID: aaaaaaaaaaaa Size: 1.024kB Top Layer of: [localhost/base:latest]\n",
                json(200, LIBPOD + "/images/base/tree").path("Tree").asText());
        String drawn = json(200, LIBPOD + "/images/base/tree?whatrequires=true")
                .path("Tree")
                .asText();
        assertTrue(
                drawn.contains("├── ID: aaaaaaaaaaaa")
                        && drawn.contains("├── ID: cccccccccccc Size: 1.024kB Top Layer of: [localhost/right:latest]")
                        && drawn.endsWith("└── ID: bbbbbbbbbbbb Size: 1.024kB Top Layer of: [localhost/left:latest]\n"),
                drawn);
        ask(404, LIBPOD + "/images/nope/tree");
        ask(400, LIBPOD + "/images/base/tree?whatrequires=maybe");
    }

    @Test
    void changesAreNullWhereThereAreNone() throws IOException {
        assertEquals(
                200,
                server.request("POST", "/images/load", "docker.io/library/x:1\na")
                        .status());
        assertEquals("null\n", ask(200, LIBPOD + "/images/x:1/changes"));
        assertEquals("null\n", ask(200, LIBPOD + "/images/x:1/changes?parent=x:1&diffType=image"));
        ask(404, LIBPOD + "/images/nope/changes");
        ask(404, LIBPOD + "/images/x:1/changes?parent=nope");
        ask(400, LIBPOD + "/images/x:1/changes?diffType=nonsense");
        ask(501, LIBPOD + "/images/x:1/changes?diffType=container");
    }

    @Test
    void namesAreResolved() throws IOException {
        assertEquals("{\"Names\":[\"docker.io/library/x:1\"]}\n", ask(200, LIBPOD + "/images/x:1/resolve"));
        assertEquals(
                "repository name must be lowercase",
                json(400, LIBPOD + "/images/noCAPITAL/resolve").path("cause").asText());
    }
}
