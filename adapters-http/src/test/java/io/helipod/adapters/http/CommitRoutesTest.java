package io.helipod.adapters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.helipod.adapters.http.fake.Server;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.error.EngineException.StorageFailed;
import io.helipod.core.id.ContainerId;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.spi.runtime.RuntimeState;
import io.helipod.core.testing.TestEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Commit on both trees over a whole engine of fakes. */
@Timeout(60)
class CommitRoutesTest {
    private static final String LIBPOD = "/v5.0.0/libpod";
    private final TestEngine engine = new TestEngine();
    private final Server server = new Server(engine.api());
    private final List<ImageDocument> written = new ArrayList<>();
    private ContainerId container;

    @BeforeEach
    void create() {
        engine.api()
                .archives()
                .load(new ByteArrayInputStream("docker.io/library/x:1\na".getBytes(StandardCharsets.UTF_8)));
        container = engine.api()
                .containers()
                .create(ContainerSpec.of("x:1").withName("c").withCommand("sleep", "1"))
                .id();
        engine.layers.write(container, 5);
        engine.codec.onWrite(written::add);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        engine.close();
    }

    private String ask(int status, String path, String body) throws IOException {
        Server.Answer answer = server.request("POST", path, body);
        assertEquals(status, answer.status(), answer.head() + "\n" + answer.body());
        return answer.body();
    }

    private boolean exists(String name) {
        return engine.api().images().exists(new NameOrId(name));
    }

    private String id(String name) {
        return engine.api().images().inspect(new NameOrId(name)).id().value();
    }

    @Test
    void eachTreeAnswersInItsShapeAndKeepsNamesAtItsHome() throws IOException {
        String docker = ask(201, "/v1.44/commit?container=c&repo=a&comment=m&author=me", "");
        assertEquals("{\"Id\":\"sha256:" + id("docker.io/library/a:latest") + "\"}\n", docker);
        assertEquals("m", written.getLast().comment());
        assertEquals("me", written.getLast().author());
        String podman = ask(200, LIBPOD + "/commit?container=c&repo=b&tag=1", "null");
        assertEquals("{\"Id\":\"" + id("localhost/b:1") + "\"}\n", podman);
    }

    @Test
    void theBodyOverridesAndTheChangesComeLast() throws IOException {
        ask(
                201,
                "/commit?container=c&changes=USER%20one%0AUSER%20two",
                "{\"User\":\"zero\",\"Cmd\":[\"burn\"],\"Labels\":{\"a\":\"b\"},\"Env\":[\"A=1\"],\"Hostname\":\"h\","
                        + "\"ExposedPorts\":{\"80-81/tcp\":{}},\"Volumes\":{\"/v\":{}},\"WorkingDir\":\"/w\"}");
        ImageDocument document = written.getLast();
        assertEquals("two", document.config().user());
        assertEquals(List.of("burn"), document.config().command().orElseThrow());
        assertEquals(List.of("80/tcp", "81/tcp"), document.config().exposedPorts());
        assertEquals(List.of("/v"), document.config().volumes());
        assertEquals("b", document.config().labels().get("a"));
    }

    @Test
    void dockersPauseIsTheDefaultPodmansIsNot() throws IOException {
        engine.api().lifecycle().start(NameOrId.of(container));
        List<RuntimeState> seen = new ArrayList<>();
        engine.layers.duringCapture(one -> seen.add(engine.runtime.state(one)));
        ask(201, "/commit?container=c", "");
        ask(201, "/commit?container=c&pause=0", "");
        ask(200, LIBPOD + "/commit?container=c", "");
        ask(200, LIBPOD + "/commit?container=c&pause=true", "");
        assertEquals(
                List.of(RuntimeState.PAUSED, RuntimeState.RUNNING, RuntimeState.RUNNING, RuntimeState.PAUSED), seen);
    }

    @Test
    void squashLeavesOneLayer() throws IOException {
        ask(200, LIBPOD + "/commit?container=c&repo=s&squash=true&format=docker&comment=m", "");
        assertEquals(
                1,
                engine.api()
                        .images()
                        .inspect(new NameOrId("localhost/s"))
                        .layers()
                        .size());
    }

    @Test
    void theLastRecordOfAStreamIsTheId() throws IOException {
        String body = ask(200, LIBPOD + "/commit?container=c&repo=b&stream=true", "");
        assertTrue(body.contains("{\"stream\":\"" + id("localhost/b") + "\"}\n"), body);
        engine.layers.duringCapture(one -> {
            throw new StorageFailed("no space left");
        });
        assertTrue(ask(200, LIBPOD + "/commit?container=c&stream=true", "")
                .contains("{\"errorDetail\":{\"message\":\"no space left\"}}"));
        ask(404, LIBPOD + "/commit?container=nope&stream=true", "");
        ask(400, LIBPOD + "/commit?container=c&stream=true&changes=NONSENSE", "");
    }

    @Test
    void badInputIsRefusedAndLeavesNothing() throws IOException {
        int images = engine.records.images().list().size();
        int blobs = engine.content.list().size();
        for (String tree : List.of("", LIBPOD)) {
            ask(404, tree + "/commit?container=nope", "");
            ask(400, tree + "/commit", "");
            ask(400, tree + "/commit?container=c&repo=UPPER", "");
            ask(400, tree + "/commit?container=c&repo=a&tag=:", "");
            ask(400, tree + "/commit?container=c&repo=a@sha256:" + "0".repeat(64), "");
            ask(400, tree + "/commit?container=c&tag=1", "");
            ask(400, tree + "/commit?container=c&repo=a&changes=NONSENSE", "");
            ask(400, tree + "/commit?container=c&repo=a", "{");
            ask(400, tree + "/commit?container=c&repo=a", "[]");
            ask(400, tree + "/commit?container=c&repo=a", "{\"Cmd\":{}}");
            ask(400, tree + "/commit?container=c&repo=a", "{\"WorkingDir\":\"w\"}");
            ask(400, tree + "/commit?container=c&repo=a", "{\"Env\":[\"=x\"]}");
            ask(400, tree + "/commit?container=c&repo=a", "{\"ExposedPorts\":{\"x\":{}}}");
            ask(400, tree + "/commit?container=c&repo=a", "{\"StopSignal\":\"SIGNONE\"}");
            ask(501, tree + "/commit?container=c&repo=a", "{\"OnBuild\":[\"RUN x\"]}");
        }
        ask(400, LIBPOD + "/commit?container=c&comment=m", "");
        ask(400, LIBPOD + "/commit?container=c&format=zip", "");
        ask(400, LIBPOD + "/commit?container=c&pause=maybe", "");
        assertEquals(images, engine.records.images().list().size());
        assertEquals(blobs, engine.content.list().size());
        assertTrue(!exists("a"));
    }

    @Test
    void errorsAreDocuments() throws IOException {
        assertEquals(
                404,
                new ObjectMapper()
                        .readTree(ask(404, LIBPOD + "/commit?container=nope", ""))
                        .path("response")
                        .asInt());
    }
}
