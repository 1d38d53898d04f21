package io.helipod.adapters.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.http.fake.FakeContainers;
import io.helipod.adapters.http.fake.FakeEngine;
import io.helipod.adapters.http.fake.FakeExecs;
import io.helipod.adapters.http.fake.Samples;
import io.helipod.adapters.http.fake.Server;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.error.EngineException.RuntimeFailed;
import io.helipod.core.error.EngineException.WrongState;
import io.helipod.core.exec.ExecSpec;
import io.helipod.core.stream.StreamSelection;
import io.helipod.core.stream.StreamType;
import io.helipod.core.stream.TerminalSize;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exec over a real socket (behaviour.md 13, types.md 4.5). */
@Timeout(60)
class ExecRoutesTest {
    private static final String ID = "ef".repeat(32);
    private final FakeContainers containers =
            new FakeContainers(Samples.container(ContainerSpec.of("alpine"), Samples.running(), "true"));
    private final FakeExecs execs = new FakeExecs(containers);
    private final Server server = new Server(FakeEngine.of(containers, execs));

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Server.Answer post(String path, String body) throws IOException {
        return server.request("POST", path, body.replace('\'', '"'));
    }

    private void create(String fields) throws IOException {
        Server.Answer answer = post("/v1.44/containers/web/exec", "{'Cmd':['ls','-l']" + fields + "}");
        assertEquals(201, answer.status(), answer.body());
        assertTrue(answer.body().contains("{\"Id\":\"" + ID + "\"}"), answer.body());
    }

    private static String upgrade(String path, String body) {
        String json = body.replace('\'', '"');
        return "POST " + path + " HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n" + json;
    }

    @Test
    void everyFieldOfTheBodyIsKept() throws IOException {
        create(
                ",'User':'web','Privileged':true,'Tty':true,'ConsoleSize':[24,80],'AttachStdin':true,'AttachStdout':true,"
                        + "'DetachKeys':'ctrl-a','Env':['A=1','B=x=y'],'WorkingDir':'/tmp','Detach':true");
        assertEquals(
                new ExecSpec(
                        List.of("ls", "-l"),
                        Map.of("A", "1", "B", "x=y"),
                        Optional.of("web"),
                        Optional.of("/tmp"),
                        true,
                        true,
                        new StreamSelection(true, true, false),
                        Optional.of("ctrl-a"),
                        Optional.of(new TerminalSize(24, 80))),
                execs.only().spec());
    }

    @Test
    void dockerJavaRepeatsTheContainerInTheBody() throws IOException {
        create(",'containerId':'web','AttachStdout':true");
        assertEquals(List.of("ls", "-l"), execs.only().spec().command());
    }

    @Test
    void badBodiesAreRefused() throws IOException {
        for (String body : List.of(
                "",
                "{",
                "{}",
                "{'Cmd':[]}",
                "{'Cmd':['']}",
                "{'Cmd':['ls'],'Env':['A']}",
                "{'Cmd':['ls'],'Env':['=x']}",
                "{'Cmd':['ls'],'WorkingDir':'tmp'}",
                "{'Cmd':['ls'],'ConsoleSize':[1]}",
                "{'Cmd':[null]}",
                "{'Cmd':['ls'],'Env':[null]}",
                "{'Cmd':['ls'],'ConsoleSize':[null,null]}",
                "{'Cmd':['ls'],'ConsoleSize':[1,-1]}",
                "{'Cmd':['ls'],'DetachKeys':'ctrl-?'}")) {
            for (String family : List.of("", "/v5.0.0/libpod")) {
                assertEquals(400, post(family + "/containers/web/exec", body).status(), body);
            }
        }
        String list = post("/containers/web/exec", "[]").body();
        assertTrue(list.contains("failed to decode the request's body: it is of the wrong type"), list);
        Server.Answer unknown = post("/containers/web/exec", "{'Cmd':['ls'],'PreserveFDs':3}");
        assertEquals(501, unknown.status());
        assertTrue(unknown.body().contains("PreserveFDs is not supported"), unknown.body());
        assertEquals(404, post("/containers/nobody/exec", "{'Cmd':['ls']}").status());
    }

    @Test
    void aStartUpgradesAndFramesOutput() throws IOException {
        create(",'AttachStdout':true");
        execs.process.print(StreamType.STDOUT, "out");
        execs.process.end();
        try (Server.Client client = server.connect()) {
            client.send(upgrade("/v1.44/exec/" + ID + "/start", "{'Detach':false,'Tty':false}"));
            assertEquals(
                    "HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.multiplexed-stream\r\n"
                            + "Connection: Upgrade\r\nUpgrade: tcp\r\n\r\n",
                    client.readUntil("\r\n\r\n"));
            assertEquals("\1\0\0\0\0\0\0\3out", client.rest());
        }
        assertTrue(execs.process.isClosed());
    }

    /** podman's client before release 5.7 loses what comes together with the head. */
    @Test
    void theHeadIsOutBeforeTheProcessIsStarted() throws Exception {
        create(",'AttachStdout':true");
        CountDownLatch head = new CountDownLatch(1);
        execs.beforeStart = () -> {
            try {
                assertTrue(head.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        execs.process.end();
        try (Server.Client client = server.connect()) {
            client.send(upgrade("/v5.0.0/libpod/exec/" + ID + "/start", "{}"));
            assertTrue(client.readUntil("\r\n\r\n").startsWith("HTTP/1.1 101 "));
            assertTrue(execs.calls.isEmpty());
            head.countDown();
            assertEquals("", client.rest());
        }
        assertEquals("started", execs.calls.getFirst());
    }

    @Test
    void theEndOfAClientsInputIsPassedOn() throws IOException {
        create(",'AttachStdin':true,'AttachStdout':true");
        execs.process.onEndOfInput(text -> {
            execs.process.print(StreamType.STDOUT, text);
            execs.process.end();
        });
        try (Server.Client client = server.connect()) {
            client.send(upgrade("/v5.0.0/libpod/exec/" + ID + "/start", "{}"));
            client.readUntil("\r\n\r\n");
            client.send("foo");
            client.channel().shutdownOutput();
            assertEquals("\1\0\0\0\0\0\0\3foo", client.rest());
        }
    }

    @Test
    void aTerminalIsRawAndToldItsSizeByEitherFamilysFields() throws IOException {
        create(",'Tty':true,'AttachStdout':true");
        execs.process.print(StreamType.STDOUT, "$ ");
        execs.process.end();
        try (Server.Client client = server.connect()) {
            client.send(upgrade("/v1.44/exec/" + ID + "/start", "{'Tty':true,'ConsoleSize':[40,120]}"));
            assertTrue(client.readUntil("\r\n\r\n").contains("raw-stream"));
            assertEquals("$ ", client.rest());
        }
        assertEquals("start Optional[TerminalSize[rows=40, columns=120]]", execs.calls.getLast());
        create(",'Tty':true");
        post("/v5.0.0/libpod/exec/" + ID + "/start", "{'Tty':true,'h':50,'w':90}");
        assertEquals("start Optional[TerminalSize[rows=50, columns=90]]", execs.calls.getLast());
    }

    @Test
    void whyAProcessCouldNotBeStartedIsToldInTheStream() throws IOException {
        create("");
        execs.failure = Optional.of(new RuntimeFailed("crun: no such file", 127));
        try (Server.Client client = server.connect()) {
            client.send(upgrade("/v1.44/exec/" + ID + "/start", "{}"));
            client.readUntil("\r\n\r\n");
            assertEquals("\2\0\0\0\0\0\0\32Error: crun: no such file\n", client.rest());
        }
        Server.Answer detached = post("/v1.44/exec/" + ID + "/start", "{'Detach':true}");
        assertEquals(500, detached.status());
    }

    @Test
    void aDetachedStartAnswersALine() throws IOException {
        create("");
        Server.Answer answer = post("/v1.44/exec/" + ID + "/start", "{'Detach':true}");
        assertEquals(200, answer.status());
        assertTrue(answer.body().endsWith("\n"), answer.body());
        assertEquals(List.of("started"), execs.calls);
    }

    @Test
    void aSecondStartIsAConflictForDockerAndA500ForPodman() throws IOException {
        create("");
        assertEquals(
                200, post("/v1.44/exec/" + ID + "/start", "{'Detach':true}").status());
        assertEquals(
                409, post("/v1.44/exec/" + ID + "/start", "{'Detach':true}").status());
        assertEquals(409, post("/v1.44/exec/" + ID + "/start", "{}").status());
        assertEquals(
                500,
                post("/v5.0.0/libpod/exec/" + ID + "/start", "{'Detach':true}").status());
        execs.failure = Optional.of(new WrongState("cannot exec in a container that is not running", "it is exited"));
        assertEquals(
                409,
                post("/v5.0.0/libpod/exec/" + ID + "/start", "{'Detach':true}").status());
        assertEquals(400, post("/v1.44/exec/" + ID + "/start", "").status());
    }

    @Test
    void inspectDiffersInTheCodeOfWhatHasNotEnded() throws IOException {
        create(",'User':'web'");
        String docker = server.request("GET", "/v1.44/exec/" + ID + "/json", "").body();
        assertTrue(docker.contains("\"ExitCode\":null"), docker);
        assertTrue(
                docker.contains("\"ProcessConfig\":{\"arguments\":[\"-l\"],\"entrypoint\":\"ls\",\"privileged\":false,"
                        + "\"tty\":false,\"user\":\"web\"}"),
                docker);
        String podman =
                server.request("GET", "/v5.0.0/libpod/exec/" + ID + "/json", "").body();
        assertTrue(podman.contains("\"ExitCode\":0") && podman.contains("\"Running\":false"), podman);
        post("/v1.44/exec/" + ID + "/start", "{'Detach':true}");
        String running =
                server.request("GET", "/v1.44/exec/" + ID + "/json", "").body();
        assertTrue(running.contains("\"Running\":true") && running.contains("\"Pid\":4712"), running);
        execs.end(3);
        String over = server.request("GET", "/v1.44/exec/" + ID + "/json", "").body();
        assertTrue(over.contains("\"ExitCode\":3") && over.contains("\"CanRemove\":true"), over);
        String container =
                server.request("GET", "/v1.44/containers/web/json", "").body();
        assertTrue(container.contains("\"ExecIDs\":[\"" + ID + "\"]"), container);
    }

    @Test
    void noArgumentsAreNoneInPodmansWordsAndAnEmptyListInDockers() throws IOException {
        assertEquals(201, post("/v1.44/containers/web/exec", "{'Cmd':['ls']}").status());
        String podman =
                server.request("GET", "/v5.0.0/libpod/exec/" + ID + "/json", "").body();
        assertTrue(podman.contains("\"arguments\":null"), podman);
        String docker = server.request("GET", "/v1.44/exec/" + ID + "/json", "").body();
        assertTrue(docker.contains("\"arguments\":[]"), docker);
    }

    @Test
    void thereAreNoPrefixesOfIds() throws IOException {
        create("");
        for (String id : List.of(ID.substring(0, 12), "nothing", ID + "0", "%2e%2e")) {
            assertEquals(
                    404,
                    server.request("GET", "/v1.44/exec/" + id + "/json", "").status());
            assertEquals(404, post("/v1.44/exec/" + id + "/start", "{}").status());
        }
    }

    @Test
    void resizeAndRemoveFollowTheState() throws IOException {
        create(",'Tty':true");
        String resize = "/v5.0.0/libpod/exec/" + ID + "/resize?h=1&w=2";
        assertEquals(500, post(resize, "").status());
        assertEquals(201, post(resize + "&running=true", "").status());
        assertEquals(409, post("/v1.44/exec/" + ID + "/resize?h=1&w=2", "").status());
        assertEquals(400, post("/v1.44/exec/" + ID + "/resize?h=70000", "").status());
        post("/v1.44/exec/" + ID + "/start", "{'Detach':true}");
        assertEquals(201, post("/v1.44/exec/" + ID + "/resize?h=1&w=2", "").status());
        assertEquals("resize TerminalSize[rows=1, columns=2]", execs.calls.getLast());
        String remove = "/v5.0.0/libpod/exec/" + ID + "/remove";
        assertEquals(500, post(remove, "{}").status());
        assertEquals(400, post(remove, "").status());
        assertEquals(200, post(remove, "{'Force':true}").status());
        assertEquals(404, post(remove, "{'Force':true}").status());
    }
}
