package io.helipod.adapters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.adapters.http.fake.Server;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.testing.TestEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The images group of both trees over a whole engine of fakes; its archives are lines: a name, then layers. */
@Timeout(60)
class ImageRoutesTest {
    private static final String LIBPOD = "/v5.0.0/libpod";
    private final TestEngine engine = new TestEngine();
    private final Server server = new Server(engine.api());

    @AfterEach
    void stop() throws IOException {
        server.close();
        engine.close();
    }

    private Server.Answer ask(int status, String method, String path, String body) throws IOException {
        Server.Answer answer = server.request(method, path, body);
        assertEquals(status, answer.status(), answer.head() + "\n" + answer.body());
        return answer;
    }

    private JsonNode json(int status, String method, String path, String body) throws IOException {
        String text = ask(status, method, path, body).body();
        return new ObjectMapper().readTree(text.replaceFirst("^[0-9a-f]+\r\n", "")); // a stream comes in chunks
    }

    private List<String> names(ImageRecord image) {
        return engine.api().images().inspect(new NameOrId(image.id().value())).names();
    }

    @Test
    void listsDifferInIdsAndOldFields() throws IOException {
        ImageRecord image = engine.image("docker.io/library/x:latest");
        JsonNode docker = json(200, "GET", "/images/json", "").path(0);
        assertEquals("sha256:" + image.id(), docker.path("Id").asText());
        assertEquals(-1, docker.path("SharedSize").asInt());
        assertFalse(docker.has("VirtualSize"));
        assertFalse(docker.has("Dangling"));
        assertTrue(json(200, "GET", "/v1.43/images/json", "").path(0).has("VirtualSize"));
        JsonNode podman = json(200, "GET", LIBPOD + "/images/json", "").path(0);
        assertEquals(image.id().value(), podman.path("Id").asText());
        assertEquals("amd64", podman.path("Arch").asText());
        assertEquals("docker.io/library/x:latest", podman.path("Names").path(0).asText());
        assertEquals("image", podman.path("Labels").path("from").asText());
    }

    @Test
    void sharedSizeCountsLayersThatOthersHaveToo() throws IOException {
        engine.image("docker.io/library/x:latest");
        assertEquals(
                0,
                json(200, "GET", "/images/json?shared-size=1", "")
                        .path(0)
                        .path("SharedSize")
                        .asInt());
        engine.image("docker.io/library/y:latest");
        assertEquals(
                5,
                json(200, "GET", "/images/json?shared-size=1", "")
                        .path(0)
                        .path("SharedSize")
                        .asInt());
    }

    @Test
    void listsAreFiltered() throws IOException {
        engine.image("docker.io/library/x:latest");
        engine.image("docker.io/library/y:latest");
        assertEquals(1, json(200, "GET", "/images/json?filter=x", "").size());
        assertEquals(
                1,
                json(200, "GET", LIBPOD + "/images/json?filters=%7B%22reference%22%3A%5B%22y%22%5D%7D", "")
                        .size());
        ask(400, "GET", "/images/json?filters=%7B%22nonsense%22%3A%5B%22y%22%5D%7D", "");
    }

    @Test
    void imagesAreInspectedInBothShapes() throws IOException {
        ImageRecord image = engine.image("docker.io/library/x:latest");
        JsonNode docker = json(200, "GET", "/v1.44/images/docker.io/library/x/json", "");
        assertEquals("sha256:" + image.id(), docker.path("Id").asText());
        assertTrue(docker.has("ContainerConfig"));
        assertFalse(docker.has("VirtualSize"));
        assertEquals("sleep", docker.path("Config").path("Cmd").path(0).asText());
        assertFalse(docker.path("Config").has("Entrypoint"));
        assertEquals("layers", docker.path("RootFS").path("Type").asText());
        JsonNode podman = json(200, "GET", LIBPOD + "/images/" + image.id().shortened() + "/json", "");
        assertEquals(image.id().value(), podman.path("Id").asText());
        assertEquals(0, podman.path("Annotations").size());
        ask(204, "GET", LIBPOD + "/images/docker.io%2Flibrary%2Fx/exists", "");
        ask(201, "POST", "/images/x/tag?repo=y&tag=1", "");
        JsonNode tags = json(200, "GET", LIBPOD + "/images/x/json", "").path("RepoTags");
        assertEquals("docker.io/library/y:1", tags.path(0).asText(), "the newest name comes first");
    }

    @Test
    void whatIsNotThereIsSaidInEachTreesWords() throws IOException {
        assertTrue(ask(404, "GET", "/images/nope/json", "").body().contains("No such image"));
        assertEquals(
                "image not known",
                json(404, "GET", LIBPOD + "/images/nope/json", "").path("cause").asText());
        ask(404, "GET", LIBPOD + "/images/nope/exists", "");
        ask(404, "DELETE", "/images/nope", "");
        assertEquals("[]\n", ask(200, "DELETE", "/images/nope?ignore=true", "").body());
        ask(404, "DELETE", LIBPOD + "/images/nope", "");
        ask(404, "POST", "/images/nope/tag?repo=a", "");
    }

    @Test
    void newNamesWithoutRegistryAreDockersOrLocal() throws IOException {
        ImageRecord image = engine.image("docker.io/library/x:latest");
        assertEquals("\n", ask(201, "POST", "/images/x/tag?repo=a", "").body());
        ask(201, "POST", LIBPOD + "/images/x/tag?repo=b&tag=1", "");
        assertEquals(
                List.of("docker.io/library/x:latest", "docker.io/library/a:latest", "localhost/b:1"), names(image));
        ask(201, "POST", LIBPOD + "/images/x/untag?repo=a", "");
        ask(201, "POST", LIBPOD + "/images/x/untag?repo=b&tag=1", "");
        assertEquals(List.of("docker.io/library/x:latest"), names(image));
        ask(400, "POST", "/images/x/tag?tag=1", "");
        ask(400, "POST", "/images/x/tag?repo=a&tag=:", "");
        ask(400, "POST", LIBPOD + "/images/x/untag?tag=1", "");
        ask(201, "POST", LIBPOD + "/images/x/untag", "");
        assertEquals(List.of(), names(image));
    }

    @Test
    void removalTellsImagesFromNames() throws IOException {
        ImageRecord image = engine.image("docker.io/library/x:latest", "docker.io/library/y:1");
        assertEquals(
                "[{\"Untagged\":\"docker.io/library/y:1\"}]\n",
                ask(200, "DELETE", "/images/y:1", "").body());
        assertEquals(
                "[{\"Deleted\":\"" + image.id() + "\"},{\"Untagged\":\"docker.io/library/x:latest\"}]\n",
                ask(200, "DELETE", "/images/x", "").body());
        ImageRecord other = engine.image("localhost/z:latest");
        JsonNode report = json(200, "DELETE", LIBPOD + "/images/z", "");
        assertEquals(other.id().value(), report.path("Deleted").path(0).asText());
        assertEquals(0, report.path("ExitCode").asInt(-1));
        assertTrue(report.path("Errors").isArray());
    }

    @Test
    void aBatchGoesOnAfterAFailure() throws IOException {
        engine.image("localhost/a:latest");
        engine.image("localhost/b:latest", "localhost/b:1");
        JsonNode report = json(200, "DELETE", LIBPOD + "/images/remove?images=nope&images=a", "");
        assertEquals(1, report.path("ExitCode").asInt());
        assertEquals(1, report.path("Errors").size());
        assertEquals("localhost/a:latest", report.path("Untagged").path(0).asText());
        assertEquals(
                0,
                json(200, "DELETE", LIBPOD + "/images/remove?images=nope&ignore=true", "")
                        .path("ExitCode")
                        .asInt(-1));
        JsonNode all = json(200, "DELETE", LIBPOD + "/images/remove?all=true", "");
        assertEquals(1, all.path("Deleted").size());
        assertEquals(2, all.path("Untagged").size());
        assertTrue(engine.records.images().list().isEmpty());
    }

    @Test
    void archivesAreLoaded(@TempDir Path folder) throws IOException {
        assertEquals(
                "{\"stream\":\"Loaded image: docker.io/library/l:1\"}\n",
                ask(200, "POST", "/images/load?quiet=1", "docker.io/library/l:1\na")
                        .body());
        assertEquals(
                "{\"Names\":[\"docker.io/library/l:2\"]}\n",
                ask(200, "POST", LIBPOD + "/images/load", "docker.io/library/l:2\nb")
                        .body());
        Path file = Files.writeString(folder.resolve("i"), "docker.io/library/l:3\nc");
        ask(200, "POST", LIBPOD + "/local/images/load?path=" + file, "");
        assertTrue(engine.api().images().exists(new NameOrId("l:3")));
        ask(404, "POST", LIBPOD + "/local/images/load?path=" + file + "x", "");
        ask(400, "POST", LIBPOD + "/local/images/load?path=i", "");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        ask(400, "POST", LIBPOD + "/local/images/load?path=" + empty, "");
        Files.writeString(empty.resolve("lines"), "docker.io/library/l:5\nd");
        assertEquals(
                "{\"Names\":[\"docker.io/library/l:5\"]}\n",
                ask(200, "POST", LIBPOD + "/local/images/load?path=" + empty, "")
                        .body());
        ask(400, "POST", LIBPOD + "/local/images/load", "");
        ask(400, "POST", "/images/load", "docker.io/library/l:4\nbad");
    }

    @Test
    void imagesAreSaved() throws IOException {
        ask(200, "POST", "/images/load", "docker.io/library/s:1\na");
        ask(200, "POST", "/images/load", "docker.io/library/t:1\nb");
        Server.Answer docker = ask(200, "GET", "/images/s:1/get", "");
        assertEquals("docker.io/library/s:1\na\n", docker.body());
        assertTrue(docker.head().contains("Content-Type: application/octet; charset=us-ascii"), docker.head());
        assertTrue(docker.head().contains("Content-Length: " + docker.body().length()), docker.head());
        assertEquals(
                "docker.io/library/s:1\na\ndocker.io/library/t:1\nb\n",
                ask(200, "GET", "/images/get?names=s:1&names=t:1", "").body());
        Server.Answer folder = ask(200, "GET", LIBPOD + "/images/s:1/get?format=docker-dir&compress=true", "");
        assertTrue(folder.head().contains("Content-Type: application/x-tar"), folder.head());
        assertEquals(
                "docker.io/library/s:1\na\ndocker.io/library/t:1\nb\n",
                ask(200, "GET", LIBPOD + "/images/export?format=docker-archive&references=s:1&references=t:1", "")
                        .body());
    }

    @Test
    void whatCannotBeSavedIsRefusedBeforeTheAnswerBegins() throws IOException {
        ask(200, "POST", "/images/load", "docker.io/library/s:1\na");
        ask(404, "GET", "/images/nope/get", "");
        ask(404, "GET", "/images/get?names=s:1&names=nope", "");
        ask(400, "GET", "/images/get", "");
        ask(501, "GET", "/images/s:1/get?platform=linux%2Farm64", "");
        ask(404, "GET", LIBPOD + "/images/nope/get?format=foo", "");
        ask(500, "GET", LIBPOD + "/images/s:1/get?format=foo", "");
        ask(400, "GET", LIBPOD + "/images/s:1/get?compress=bar", "");
        ask(400, "GET", LIBPOD + "/images/export", "");
        ask(400, "GET", LIBPOD + "/images/export?references=s:1&references=s:1", "");
    }

    @Test
    void rootFileSystemsAreImported() throws IOException {
        JsonNode docker = json(200, "POST", "/images/create?fromSrc=-&repo=a&tag=1&message=m", "rootfs");
        assertTrue(engine.api().images().exists(new NameOrId("docker.io/library/a:1")));
        assertEquals(64, docker.path("status").asText().length());
        JsonNode podman = json(200, "POST", LIBPOD + "/images/import?reference=b&os=linux", "rootfs2");
        assertEquals(
                podman.path("Id").asText(),
                engine.api()
                        .images()
                        .inspect(new NameOrId("localhost/b:latest"))
                        .id()
                        .value());
        ask(501, "POST", "/images/create?fromSrc=http://127.0.0.1/x", "");
        ask(501, "POST", LIBPOD + "/images/import?url=http://127.0.0.1/x", "");
        ask(400, "POST", LIBPOD + "/images/import?os=%20", "rootfs");
        assertEquals("Not Found\n", ask(404, "POST", "/images/create", "").body());
    }
}
