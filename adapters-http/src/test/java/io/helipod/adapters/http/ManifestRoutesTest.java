package io.helipod.adapters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.adapters.http.fake.Server;
import io.helipod.core.error.EngineException.RegistryFailed;
import io.helipod.core.id.Digest;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageReference;
import io.helipod.core.registry.RegistryAccess;
import io.helipod.core.testing.TestEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Manifest lists on the Libpod tree, of both generations, over a whole engine of fakes. */
@Timeout(60)
class ManifestRoutesTest {
    private static final String NEW = "/v5.0.0/libpod/manifests/";
    private static final String OLD = "/v3.4.0/libpod/manifests/";
    private final TestEngine engine = new TestEngine();
    private final Server server = new Server(engine.api());
    private Digest image;

    @BeforeEach
    void load() {
        engine.api()
                .archives()
                .load(new ByteArrayInputStream("docker.io/library/x:1\na".getBytes(StandardCharsets.UTF_8)));
        image = engine.api().images().inspect(new NameOrId("x:1")).manifest().digest();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        engine.close();
    }

    private Server.Answer ask(int status, String method, String path, String body) throws IOException {
        Server.Answer answer = server.request(method, path, body.replace('\'', '"'));
        assertEquals(status, answer.status(), answer.head() + "\n" + answer.body());
        return answer;
    }

    private JsonNode json(int status, String method, String path, String body) throws IOException {
        String text = ask(status, method, path, body).body();
        return new ObjectMapper().readTree(text.replaceFirst("^[0-9a-f]+\r\n", "")); // a stream comes in chunks
    }

    private JsonNode list(String name) throws IOException {
        return json(200, "GET", NEW + name + "/json", "");
    }

    @Test
    void eachGenerationMakesListsInItsWay() throws IOException {
        String old = json(200, "POST", OLD + "create?name=a&image=x:1", "")
                .path("Id")
                .asText();
        String id = json(201, "POST", NEW + "b%2Fc:1?images=x:1&annotation=k=v", "")
                .path("Id")
                .asText();
        assertEquals(64, id.length());
        json(201, "POST", NEW + "create", "");
        ask(204, "GET", OLD + "a/exists", "");
        ask(204, "GET", NEW + old + "/exists", "");
        ask(204, "GET", NEW + "localhost/b/c:1/exists", "");
        ask(404, "GET", NEW + "nope/exists", "");
        ask(404, "GET", NEW + "x:1/exists", "");
        JsonNode list = list("b/c:1");
        assertEquals("v", list.path("annotations").path("k").asText());
        assertEquals(2, list.path("schemaVersion").asInt());
        assertEquals(
                image.toString(), list.path("manifests").path(0).path("digest").asText());
        assertEquals(
                "amd64",
                list.path("manifests")
                        .path(0)
                        .path("platform")
                        .path("architecture")
                        .asText());
        assertEquals(0, list("create").path("manifests").size());
        assertTrue(list("create").path("manifests").isArray());
    }

    @Test
    void aBodyOfACreationAddsAndAnnotates() throws IOException {
        json(201, "POST", NEW + "a", "{'images':['x:1'],'annotations':{'of':'one'},'index_annotations':{'of':'all'}}");
        assertEquals("all", list("a").path("annotations").path("of").asText());
        assertEquals(
                "one",
                list("a")
                        .path("manifests")
                        .path(0)
                        .path("annotations")
                        .path("of")
                        .asText());
        ask(404, "POST", NEW + "b", "{'images':['containers-storage:nope']}");
        ask(404, "GET", NEW + "b/exists", "");
        ask(201, "POST", NEW + "c", "\r\n");
    }

    @Test
    void listsAreModifiedAndAReportSaysWhatWasDone() throws IOException {
        String id = json(201, "POST", NEW + "a", "").path("Id").asText();
        JsonNode report = json(200, "PUT", NEW + "a", "{'operation':'Update','images':['x:1'],'annotation':['k=v']}");
        assertEquals(id, report.path("Id").asText());
        assertEquals("x:1", report.path("images").path(0).asText());
        assertFalse(report.has("errors"));
        json(
                200,
                "PUT",
                NEW + "a",
                "{'operation':'annotate','images':['" + image + "'],'os':'linux','arch':'arm64','variant':'v8'}");
        json(200, "PUT", NEW + "a", "{'operation':'annotate','index_annotation':['of=all']}");
        JsonNode instance = list("a").path("manifests").path(0);
        assertEquals("v", instance.path("annotations").path("k").asText());
        assertEquals("arm64", instance.path("platform").path("architecture").asText());
        JsonNode partly = json(
                409,
                "PUT",
                NEW + "a",
                "{'operation':'remove','images':['" + image + "','sha256:" + "0".repeat(64) + "']}");
        assertEquals(image.toString(), partly.path("images").path(0).asText());
        assertEquals(1, partly.path("errors").size());
        assertEquals(0, list("a").path("manifests").size());
    }

    @Test
    void olderClientsAddAndTakeOut() throws IOException {
        json(200, "POST", OLD + "create?name=a", "");
        json(200, "POST", OLD + "a/add", "{'images':['containers-storage:x:1'],'os':'linux','arch':'s390x'}");
        assertEquals(
                "s390x",
                list("a")
                        .path("manifests")
                        .path(0)
                        .path("platform")
                        .path("architecture")
                        .asText());
        json(200, "DELETE", OLD + "a?digest=" + image, "");
        assertEquals(0, list("a").path("manifests").size());
        ask(400, "DELETE", OLD + "a?digest=x", "");
        ask(400, "DELETE", OLD + "a", "");
        ask(400, "DELETE", OLD + "a?digest=" + image, "");
        ask(404, "DELETE", OLD + "nope?digest=" + image, "");
        ask(404, "POST", OLD + "nope/add", "{'images':['x:1']}");
    }

    @Test
    void listsAreRemovedAsListsOnly() throws IOException {
        json(201, "POST", NEW + "a", "");
        json(201, "POST", NEW + "b", "");
        ask(404, "DELETE", NEW + "x:1", "");
        assertEquals(1, json(200, "DELETE", NEW + "a", "").path("Deleted").size());
        ask(404, "DELETE", NEW + "a", "");
        ask(200, "DELETE", NEW + "a?ignore=true", "");
        String remove = "/v5.0.0/libpod/images/remove?lookupManifest=true&images=";
        assertEquals(1, json(200, "DELETE", remove + "x:1", "").path("ExitCode").asInt());
        assertEquals(0, json(200, "DELETE", remove + "b", "").path("ExitCode").asInt(-1));
        ask(204, "GET", "/v5.0.0/libpod/images/x:1/exists", "");
    }

    @Test
    void podmansListShowsThemAndDockersDoesNot() throws IOException {
        json(201, "POST", NEW + "a", "");
        JsonNode podman = json(200, "GET", "/v5.0.0/libpod/images/json", "");
        assertEquals(2, podman.size());
        assertTrue(podman.path(0).path("IsManifestList").asBoolean());
        assertFalse(podman.path(1).path("IsManifestList").asBoolean());
        assertEquals(1, json(200, "GET", "/images/json", "").size());
    }

    @Test
    void listsArePushedToWhereThePathSays() throws IOException {
        json(201, "POST", NEW + "a?images=x:1", "");
        String digest = json(200, "POST", NEW + "a/registry/reg.example%2Fteam%2Fa:1?all=true", "")
                .path("Id")
                .asText();
        ImageReference name = ImageReference.parseFull("reg.example/team/a:1");
        assertEquals(
                digest,
                engine.registry
                        .manifest(name, RegistryAccess.DEFAULT)
                        .descriptor()
                        .digest()
                        .toString());
        json(200, "POST", OLD + "a/push?destination=reg.example/team/b&all=true", "");
        String lines = ask(200, "POST", NEW + "a/registry/reg.example/c?all=true&quiet=false", "")
                .body();
        assertTrue(lines.contains("{\"Id\":\"\",\"stream\":\"Copying blob "), lines);
        assertTrue(lines.contains("{\"Id\":\"" + digest + "\"}"), lines);
        engine.registry.refuse(RegistryFailed.Kind.UNREACHABLE);
        ask(400, "POST", NEW + "a/registry/reg.example%2Fd?all=true", "");
        assertTrue(ask(200, "POST", NEW + "a/registry/reg.example%2Fd?all=true&quiet=false", "")
                .body()
                .contains("\"error\":"));
        ask(404, "GET", NEW + "reg.example/nope/json", "");
    }

    @Test
    void badInputIsRefusedAndChangesNothing() throws IOException {
        json(201, "POST", NEW + "a?images=x:1", "");
        String before = list("a").toString();
        ask(400, "POST", NEW + "UPPER", "");
        ask(400, "POST", OLD + "create", "");
        ask(400, "POST", NEW + "b?annotation=novalue", "");
        ask(400, "POST", NEW + "b?annotations=%5B%5D", "");
        ask(400, "POST", NEW + "b@sha256:" + "0".repeat(64), "");
        ask(409, "POST", NEW + "a", "");
        ask(400, "POST", NEW + "b", "{");
        ask(400, "PUT", NEW + "a", "");
        ask(400, "PUT", NEW + "a", "{'operation':'dance'}");
        ask(404, "PUT", NEW + "nope", "{'operation':'update','images':['x:1']}");
        JsonNode both = json(
                400,
                "PUT",
                NEW + "a",
                "{'operation':'update','images':['x:1'],'annotations':{'a':'b'},'annotation':['c=d']}");
        assertEquals(
                "can not set both Annotation and Annotations",
                both.path("cause").asText());
        ask(400, "PUT", NEW + "a", "{'operation':'update'}");
        ask(400, "PUT", NEW + "a", "{'operation':'update','images':['tarball:x']}");
        ask(400, "PUT", NEW + "a", "{'operation':'remove','images':['x:1']}");
        ask(400, "PUT", NEW + "a", "{'operation':'annotate','annotations':{'a':'b'}}");
        ask(501, "PUT", NEW + "a", "{'operation':'update','artifact_files':['/etc/passwd']}");
        ask(404, "POST", NEW + "nope/registry/reg.example%2Fa", "");
        ask(400, "POST", NEW + "a/registry/UPPER", "");
        ask(400, "POST", NEW + "a/registry/oci%3A%2F%2Fx", "");
        ask(400, "POST", OLD + "a/push", "");
        ask(501, "POST", NEW + "a/registry/reg.example%2Fa?compressionFormat=zstd", "");
        ask(501, "POST", NEW + "a/registry/reg.example%2Fa?addCompression=zstd", "");
        assertEquals(before, list("a").toString());
        ask(404, "GET", NEW + "b/exists", "");
    }
}
