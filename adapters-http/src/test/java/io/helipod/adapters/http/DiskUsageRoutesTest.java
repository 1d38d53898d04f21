package io.helipod.adapters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.adapters.http.fake.Server;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.id.NameOrId;
import io.helipod.core.testing.TestEngine;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken on disk and how it is given back, over a whole engine of fakes. */
@Timeout(60)
class DiskUsageRoutesTest {
    private static final String LIBPOD = "/v5.0.0/libpod";
    private final TestEngine engine = new TestEngine();
    private final Server server = new Server(engine.api());

    @AfterEach
    void stop() throws IOException {
        server.close();
        engine.close();
    }

    private String ask(int status, String method, String path) throws IOException {
        Server.Answer answer = server.request(method, path, "");
        assertEquals(status, answer.status(), answer.head() + "\n" + answer.body());
        return answer.body();
    }

    private JsonNode json(String method, String path) throws IOException {
        return new ObjectMapper().readTree(ask(200, method, path));
    }

    private static String filters(String json) {
        return "?filters=" + URLEncoder.encode(json.replace('\'', '"'), StandardCharsets.UTF_8);
    }

    @Test
    void anEmptyEngineTakesNothing() throws IOException {
        assertEquals(
                "{\"LayersSize\":0,\"Images\":[],\"Containers\":[],\"Volumes\":[],\"BuildCache\":[]}\n",
                ask(200, "GET", "/system/df"));
        assertEquals(
                "{\"ImagesSize\":0,\"Images\":[],\"Containers\":[],\"Volumes\":[]}\n",
                ask(200, "GET", LIBPOD + "/system/df"));
    }

    @Test
    void imagesAndContainersAreCounted() throws IOException {
        engine.image("docker.io/library/x:latest", "localhost/y:1");
        var container = engine.api().containers().create(ContainerSpec.of("x").withName("web"));
        engine.layers.write(container.id(), 3);
        JsonNode docker = json("GET", "/v1.43/system/df");
        assertEquals(5, docker.path("LayersSize").asInt());
        assertEquals(5, docker.path("Images").path(0).path("VirtualSize").asInt());
        assertEquals(1, docker.path("Images").path(0).path("Containers").asInt());
        assertEquals(0, docker.path("Images").path(0).path("SharedSize").asInt(-1));
        assertEquals(3, docker.path("Containers").path(0).path("SizeRw").asInt());
        assertEquals(8, docker.path("Containers").path(0).path("SizeRootFs").asInt());
        assertFalse(json("GET", "/v1.44/system/df").path("Images").path(0).has("VirtualSize"));
        assertTrue(json("GET", "/v1.41/system/df").has("BuilderSize"));
        JsonNode podman = json("GET", LIBPOD + "/system/df");
        assertEquals(2, podman.path("Images").size());
        assertEquals(
                "localhost/y", podman.path("Images").path(1).path("Repository").asText());
        assertEquals("1", podman.path("Images").path(1).path("Tag").asText());
        assertEquals(5, podman.path("Images").path(0).path("UniqueSize").asInt());
        assertEquals("created", podman.path("Containers").path(0).path("Status").asText());
        assertEquals(3, podman.path("Containers").path(0).path("RWSize").asInt());
        engine.api().images().untag(new NameOrId("x"), Optional.empty());
        assertEquals(
                "<none>",
                json("GET", LIBPOD + "/system/df")
                        .path("Images")
                        .path(0)
                        .path("Tag")
                        .asText());
    }

    @Test
    void dockersTypesChooseWhatIsTold() throws IOException {
        engine.image("docker.io/library/x:latest");
        JsonNode some = json("GET", "/system/df?type=container&type=volume");
        assertTrue(some.path("Images").isNull() && some.path("BuildCache").isNull());
        assertTrue(some.path("Containers").isArray() && some.path("Volumes").isArray());
        assertEquals(0, some.path("LayersSize").asInt(-1));
        ask(400, "GET", "/system/df?type=nonsense");
    }

    @Test
    void pruneTellsWhatWentInBothShapes() throws IOException {
        String x = engine.image("docker.io/library/x:latest").id().value();
        String y = engine.image("docker.io/library/y:latest").id().value();
        assertEquals("{\"ImagesDeleted\":[],\"SpaceReclaimed\":0}\n", ask(200, "POST", "/images/prune"));
        engine.api().images().untag(new NameOrId("x"), Optional.empty());
        assertEquals(
                "{\"ImagesDeleted\":[{\"Deleted\":\"" + x + "\"}],\"SpaceReclaimed\":0}\n",
                ask(200, "POST", "/images/prune" + filters("{'dangling':['true']}")));
        assertEquals("[]\n", ask(200, "POST", LIBPOD + "/images/prune"));
        assertEquals(
                "[{\"Id\":\"" + y + "\",\"Size\":5}]\n",
                ask(200, "POST", LIBPOD + "/images/prune?all=true&external=true&buildcache=true"));
        engine.image("docker.io/library/z:latest");
        JsonNode docker = json("POST", "/images/prune" + filters("{'dangling':{'false':true}}"));
        assertEquals(2, docker.path("ImagesDeleted").size());
        assertEquals(5, docker.path("SpaceReclaimed").asInt());
        engine.image("docker.io/library/z:latest");
        assertEquals(
                1,
                json(
                                "POST",
                                LIBPOD + "/images/prune"
                                        + filters("{'all':['true'],'dangling':['true'],'label':['from']}"))
                        .size());
    }

    @Test
    void theStorageIsChecked() throws IOException {
        assertEquals(
                "{\"Errors\":false,\"Layers\":{},\"ROLayers\":{},\"RemovedLayers\":[],\"Images\":{},\"ROImages\":{},"
                        + "\"RemovedImages\":{},\"Containers\":{},\"RemovedContainers\":{}}\n",
                ask(200, "POST", LIBPOD + "/system/check?quick=true&unreferenced_layer_max_age=24h"));
        String id = engine.image("docker.io/library/x:latest").id().value(); // of which there is no blob
        JsonNode found = json("POST", LIBPOD + "/system/check");
        assertTrue(found.path("Errors").asBoolean());
        assertTrue(found.path("Images").has(id));
        JsonNode repaired = json("POST", LIBPOD + "/system/check?repair=true");
        assertEquals(
                "docker.io/library/x:latest",
                repaired.path("RemovedImages").path(id).path(0).asText());
        ask(400, "POST", LIBPOD + "/system/check?quick=perhaps");
        ask(400, "POST", LIBPOD + "/system/check?unreferenced_layer_max_age=old");
    }

    @Test
    void imagesAreNotSentToOtherMachines() throws IOException {
        assertTrue(
                ask(501, "POST", LIBPOD + "/images/scp/x?destination=there::").contains("save the image"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/images/prune?filters=garb1age%7D",
                "/images/prune?filters=%7B%22label%22:[%22tes",
                "/images/prune?filters=%7B%22dangling%22:[%22perhaps%22]%7D",
                "/v5.0.0/libpod/images/prune?all=garb1age",
                "/v5.0.0/libpod/images/prune?filters=garb1age%7D",
                "/v5.0.0/libpod/images/prune?filters=%7B%22nosuch%22:[%22x%22]%7D"
            })
    void whatCannotBeReadPrunesNothing(String path) throws IOException {
        engine.image("docker.io/library/x:latest");
        engine.api().images().untag(new NameOrId("x"), Optional.empty());
        ask(500, "POST", path);
        assertEquals(1, engine.records.images().list().size());
    }
}
