package io.helipod.adapters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.http.fake.FakeContainers;
import io.helipod.adapters.http.fake.FakeEngine;
import io.helipod.adapters.http.fake.Samples;
import io.helipod.adapters.http.fake.Server;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.PrunedContainer;
import io.helipod.core.container.Transition;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The containers group of both families, from the wire to the port. */
@Timeout(30)
class ContainerRoutesTest {
    private final FakeContainers containers =
            new FakeContainers(Samples.container(ContainerSpec.of("alpine"), Samples.running(), "true"));
    private final Server server = new Server(FakeEngine.of(containers));

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Server.Answer post(String path) throws IOException {
        return server.request("POST", path, "");
    }

    private Server.Answer get(String path) throws IOException {
        return server.request("GET", path, "");
    }

    private void status(int expected, Server.Answer answer) {
        assertEquals(expected, answer.status(), answer.head() + "\n" + answer.body());
    }

    @Test
    void createAnswersIdAndWarnings() throws IOException {
        Server.Answer docker =
                server.request("POST", "/v1.44/containers/create?name=n", "{\"Image\":\"alpine\",\"Cmd\":[\"true\"]}");
        status(201, docker);
        assertEquals("{\"Id\":\"" + Samples.ID + "\",\"Warnings\":[\"a warning\"]}\n", docker.body());
        assertEquals("n", containers.created.orElseThrow().name().orElseThrow());
        status(
                201,
                server.request("POST", "/v5.0.0/libpod/containers/create", "{\"image\":\"alpine\",\"name\":\"m\"}"));
        assertEquals("m", containers.created.orElseThrow().name().orElseThrow());
    }

    @Test
    void filtersThatCannotBeReadAreRefusedInTheReferencesWords() throws IOException {
        for (String list : new String[] {"/containers/json", "/v5.0.0/libpod/containers/json", "/images/json"}) {
            Server.Answer garbage = get(list + "?filters=garb1age%7D");
            status(500, garbage);
            assertTrue(
                    garbage.body().contains("\"cause\":\"invalid character 'g' looking for beginning of value\""),
                    garbage.body());
            Server.Answer cut = get(list + "?filters=%7B%22label%22%3A%5B%22testl");
            status(500, cut);
            assertTrue(cut.body().contains("\"cause\":\"unexpected end of JSON input\""), cut.body());
        }
        status(500, get("/containers/json?filters=%7B%22label%22%3A%5B1%5D%7D"));
        status(500, get("/containers/json?filters=%5B%5D"));
        status(400, get("/events?filters=garb1age"));
        assertFalse(containers.calls.stream().anyMatch(call -> call.startsWith("list")));
    }

    @Test
    void annotationsAreNullWhereThereAreNone() throws IOException {
        String body = get("/v5.0.0/libpod/containers/web/json").body();
        assertTrue(body.substring(body.indexOf("\"HostConfig\"")).contains("\"Annotations\":null"), body);
    }

    @Test
    void pruneAnswersInBothShapes() throws IOException {
        Server.Answer nothing = post("/containers/prune");
        status(200, nothing);
        assertEquals("{\"ContainersDeleted\":null,\"SpaceReclaimed\":0}\n", nothing.body());
        containers.pruned = List.of(new PrunedContainer(Samples.ID, 7, Optional.empty()));
        assertEquals(
                "{\"ContainersDeleted\":[\"" + Samples.ID + "\"],\"SpaceReclaimed\":7}\n",
                post("/containers/prune?filters=%7B%22until%22%3A%5B%221h%22%5D%7D")
                        .body());
        assertEquals("prune filters={until=[1h]}", containers.calls.getLast());
        assertEquals(
                "[{\"Id\":\"" + Samples.ID + "\",\"Size\":7}]\n",
                post("/v5.0.0/libpod/containers/prune").body());
        containers.pruned = List.of(new PrunedContainer(Samples.ID, 0, Optional.of("it is stuck")));
        assertEquals(
                "[{\"Id\":\"" + Samples.ID + "\",\"Err\":\"it is stuck\",\"Size\":0}]\n",
                post("/v5.0.0/libpod/containers/prune").body());
        status(500, post("/containers/prune"));
        status(500, post("/containers/prune?filters=garb1age%7D"));
    }

    @Test
    void createRefusesByName() throws IOException {
        Server.Answer refused = server.request(
                "POST", "/containers/create", "{\"Image\":\"alpine\",\"HostConfig\":{\"Privileged\":true}}");
        status(501, refused);
        assertTrue(refused.body().contains("HostConfig.Privileged"), refused.body());
        status(400, server.request("POST", "/containers/create", "{\"Image\":"));
        status(400, server.request("POST", "/containers/create", "{\"Image\":[{}]}"));
        status(400, server.request("POST", "/containers/create", ""));
        status(404, server.request("POST", "/containers/create?platform=linux/arm64", "{\"Image\":\"alpine\"}"));
        status(
                404,
                server.request(
                        "POST", "/v5.0.0/libpod/containers/create", "{\"image\":\"i\",\"image_variant\":\"v3\"}"));
    }

    @Test
    void listPassesItsParametersOn() throws IOException {
        status(200, get("/containers/json?all=yes&limit=3&filters=%7B%22label%22%3A%7B%22a%22%3Atrue%7D%7D"));
        assertEquals("list all=true limit=3 filters={label=[a]}", containers.calls.getLast());
        status(200, get("/v5.0.0/libpod/containers/json?last=1"));
        assertEquals("list all=false limit=1 filters={}", containers.calls.getLast());
        status(500, get("/v5.0.0/libpod/containers/json?all=garb1age"));
        status(400, get("/containers/json?limit=garb1age"));
    }

    @Test
    void inspectAndExists() throws IOException {
        assertTrue(get("/containers/web/json").body().contains("\"Name\":\"/web\""));
        assertTrue(get("/v5.0.0/libpod/containers/web/json").body().contains("\"StopSignal\":\"SIGTERM\""));
        assertTrue(get("/v4.3.1/libpod/containers/web/json").body().contains("\"StopSignal\":15"));
        status(204, get("/v5.0.0/libpod/containers/web/exists"));
        status(404, get("/v5.0.0/libpod/containers/nobody/exists"));
        Server.Answer missing = get("/containers/nobody/json");
        status(404, missing);
        assertTrue(missing.body().contains("\"cause\":\"no such container\""), missing.body());
    }

    @Test
    void sizesAreLookedUpOnlyForThoseWhoAsk() throws IOException {
        assertFalse(get("/containers/web/json").body().contains("SizeRw"));
        assertFalse(get("/containers/json").body().contains("SizeRw"));
        get("/v5.0.0/libpod/containers/web/json");
        get("/v5.0.0/libpod/containers/json");
        assertFalse(containers.calls.contains("size"));
        assertTrue(get("/containers/web/json?size=1").body().contains("\"SizeRw\":77"));
        assertTrue(get("/containers/json?size=1").body().contains("\"SizeRw\":77"));
        assertTrue(get("/v5.0.0/libpod/containers/web/json?size=true").body().contains("\"SizeRw\":77"));
        assertTrue(get("/v5.0.0/libpod/containers/json?size=true").body().contains("\"rwSize\":77"));
    }

    @Test
    void startAndStopSayWhenNothingChanged() throws IOException {
        status(204, post("/containers/web/start"));
        status(204, post("/containers/web/stop?t=-1"));
        assertEquals("stop Optional[-1] resuming", containers.calls.getLast());
        status(204, post("/v5.0.0/libpod/containers/web/stop?timeout=7"));
        assertEquals("stop Optional[7]", containers.calls.getLast());
        status(400, post("/v5.0.0/libpod/containers/web/stop?timeout=-7"));
        containers.answer = Transition.UNCHANGED;
        status(304, post("/containers/web/start"));
        status(304, post("/v5.0.0/libpod/containers/web/start?recursive=true"));
        status(304, post("/containers/web/stop"));
        status(204, post("/containers/nobody/stop?ignore=true"));
    }

    @Test
    void pauseAndUnpauseAnswerInBothFamilies() throws IOException {
        for (String family : java.util.List.of("", "/v5.0.0/libpod")) {
            status(204, post(family + "/containers/web/pause"));
            assertEquals("pause", containers.calls.getLast());
            status(404, post(family + "/containers/nobody/pause"));
        }
        status(409, post("/containers/web/unpause"));
        Server.Answer refused = post("/v5.0.0/libpod/containers/web/unpause");
        status(500, refused);
        assertTrue(refused.body().contains("is not paused, can't unpause: container state improper"), refused.body());
        status(204, post("/v5.0.0/libpod/containers/web/init"));
        containers.answer = Transition.UNCHANGED;
        status(304, post("/v5.0.0/libpod/containers/web/init"));
    }

    @Test
    void restartWithoutTimeIsTheContainersOwnForDockerAndZeroForPodman() throws IOException {
        status(204, post("/containers/web/restart"));
        assertEquals("restart Optional.empty", containers.calls.getLast());
        status(204, post("/v5.0.0/libpod/containers/web/restart"));
        assertEquals("restart Optional[0]", containers.calls.getLast());
        status(400, post("/containers/web/restart?t=-1"));
    }

    @Test
    void killWaitsForTheEndOfWhatItKills() throws IOException {
        status(204, post("/containers/web/kill?signal=hup"));
        assertEquals("kill SIGHUP", containers.calls.getLast());
        containers.end.complete(137);
        status(204, post("/containers/web/kill"));
        assertEquals(java.util.List.of("await NextExit[]", "kill SIGKILL"), containers.calls.subList(1, 3));
        status(204, post("/v5.0.0/libpod/containers/web/kill?signal=9"));
        assertEquals(java.util.List.of("await NextExit[]", "kill SIGKILL"), containers.calls.subList(3, 5));
        status(400, post("/containers/web/kill?signal=wave"));
        containers.container = Samples.container(ContainerSpec.of("alpine"), Samples.exited(), "true");
        status(409, post("/containers/web/kill"));
        status(409, post("/v5.0.0/libpod/containers/web/kill"));
    }

    @Test
    void removeAnswersInBothFamilies() throws IOException {
        status(204, server.request("DELETE", "/containers/web?force=1&v=1", ""));
        assertTrue(
                containers.calls.getLast().contains("force=true, volumes=true, timeout=Optional[0]"),
                containers.calls.getLast());
        Server.Answer removed = server.request("DELETE", "/v5.0.0/libpod/containers/web", "");
        status(200, removed);
        assertEquals("[{\"Id\":\"" + Samples.ID + "\"}]\n", removed.body());
        status(400, server.request("DELETE", "/containers/web?link=1", ""));
        status(404, server.request("DELETE", "/containers/nobody", ""));
        assertEquals(
                "[]\n",
                server.request("DELETE", "/v5.0.0/libpod/containers/nobody?ignore=true", "")
                        .body());
    }

    @Test
    void renameAndResize() throws IOException {
        status(204, post("/containers/web/rename?name=other"));
        assertEquals("rename other", containers.calls.getLast());
        status(200, post("/v5.0.0/libpod/containers/web/resize?h=24&w=80&running=true"));
        assertEquals("resize TerminalSize[rows=24, columns=80]", containers.calls.getLast());
        status(400, post("/containers/web/resize?h=70000&w=80"));
        status(400, post("/containers/web/resize?h=x"));
    }

    @Test
    void dockersWaitSendsItsHeadBeforeItWaits() throws Exception {
        try (Server.Client client = server.connect()) {
            client.send("POST /v1.44/containers/web/wait?condition=next-exit HTTP/1.1\r\nHost: d\r\n\r\n");
            String head = client.readUntil("\r\n\r\n");
            assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
            assertTrue(head.contains("Content-Type: application/json\r\n"), head);
            containers.waiting.await();
            assertFalse(containers.end.isDone());
            containers.end.complete(3);
            assertTrue(client.rest().contains("{\"StatusCode\":3,\"Error\":null}\n"));
        }
        status(400, post("/containers/web/wait?condition=sunrise"));
        status(404, post("/containers/nobody/wait"));
    }

    @Test
    void podmansWaitAnswersTheCode() throws Exception {
        containers.end.complete(3);
        Server.Answer answer =
                post("/v5.0.0/libpod/containers/web/wait?condition=stopped&condition=exited&interval=250ms");
        status(200, answer);
        assertEquals("3\n", answer.body());
        status(404, post("/v5.0.0/libpod/containers/nobody/wait"));
        Server.Answer healthy = post("/v5.0.0/libpod/containers/web/wait?condition=healthy");
        status(200, healthy);
        assertEquals("0\n", healthy.body());
        status(404, post("/v5.0.0/libpod/containers/nobody/wait?condition=unhealthy"));
        status(400, post("/v5.0.0/libpod/containers/web/wait?interval=soon"));
    }

    @Test
    void aWaitEndsWithItsClient() throws Exception {
        try (Server.Client client = server.connect()) {
            client.send("POST /v5.0.0/libpod/containers/web/wait HTTP/1.1\r\nHost: d\r\n\r\n");
            containers.waiting.await();
        }
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!containers.end.isCancelled() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertTrue(containers.end.isCancelled());
    }

    @Test
    void unknownPathsAndMethodsAreToldApart() throws IOException {
        status(404, get("/nonesuch"));
        status(404, get("/libpod/containers/json"));
        status(405, get("/v5.0.0/libpod/containers/create"));
        status(405, post("/v5.0.0/libpod/containers/json"));
    }
}
