package io.helipod.app.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.async.ResultCallbackTemplate;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.BadRequestException;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Java programs do through docker-java, against the built service. */
@Timeout(120)
class DockerJavaEndToEndTest {
    private static Service service;
    private static DockerClient client;

    @BeforeAll
    static void start() throws IOException {
        service = Service.start();
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(service.url())
                .withDockerTlsVerify(false)
                .build();
        client = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build());
        try (InputStream archive = Files.newInputStream(service.busyboxArchive())) {
            client.loadImageCmd(archive).exec();
        }
    }

    @AfterAll
    static void stop() throws IOException {
        client.close();
        service.close();
    }

    @AfterEach
    void removeAll() {
        client.listContainersCmd()
                .withShowAll(true)
                .exec()
                .forEach(one ->
                        client.removeContainerCmd(one.getId()).withForce(true).exec());
    }

    /** Hears the frames of an attach or a log. */
    private static final class Frames extends ResultCallbackTemplate<Frames, Frame> {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final ByteArrayOutputStream err = new ByteArrayOutputStream();

        @Override
        public void onNext(Frame frame) {
            (frame.getStreamType() == StreamType.STDERR ? err : out).writeBytes(frame.getPayload());
        }

        private String out() {
            return out.toString(UTF_8);
        }
    }

    private static CreateContainerCmd busybox(String... command) {
        return client.createContainerCmd("busybox").withCmd(command);
    }

    private static String started(String... command) {
        String id = busybox(command).exec().getId();
        client.startContainerCmd(id).exec();
        return id;
    }

    private static int exitCode(String id) {
        return client.waitContainerCmd(id).start().awaitStatusCode(30, TimeUnit.SECONDS);
    }

    private static String log(String id) throws InterruptedException {
        return client.logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .exec(new Frames())
                .awaitCompletion()
                .out();
    }

    private static InspectContainerResponse inspect(String id) {
        return client.inspectContainerCmd(id).exec();
    }

    @Test
    void theServiceSaysWhatItIs() {
        client.pingCmd().exec();
        assertEquals("1.44", client.versionCmd().exec().getApiVersion());
        assertEquals("linux", client.versionCmd().exec().getOperatingSystem());
        assertEquals("overlay", client.infoCmd().exec().getDriver());
        assertEquals("linux", client.infoCmd().exec().getOsType());
    }

    @Test
    void imagesAreListedTaggedAndRemoved() {
        String id = client.inspectImageCmd("busybox").exec().getId();
        client.tagImageCmd("busybox", "other", "two").exec();
        assertEquals(id, client.inspectImageCmd("other:two").exec().getId());
        assertTrue(client.listImagesCmd().exec().stream()
                .anyMatch(image -> image.getId().equals(id)
                        && List.of(image.getRepoTags()).contains("docker.io/library/other:two")));
        client.removeImageCmd("other:two").exec();
        assertThrows(
                NotFoundException.class,
                () -> client.inspectImageCmd("other:two").exec());
        assertEquals(id, client.inspectImageCmd("busybox").exec().getId());
    }

    @Test
    void aContainerRunsFromCreateToRemove() throws Exception {
        Path bound = Files.createDirectory(service.dir().resolve("bound"));
        Files.writeString(bound.resolve("file"), "from the host");
        String id = busybox("sh", "-c", "echo $A $(cat /bound/file); echo err >&2; exit 3")
                .withName("whole")
                .withEnv("A=b")
                .withLabels(Map.of("for", "test"))
                .withHostConfig(HostConfig.newHostConfig()
                        .withNetworkMode("none")
                        .withMemory(64L << 20)
                        .withBinds(Bind.parse(bound + ":/bound:ro")))
                .exec()
                .getId();
        assertEquals("created", inspect("whole").getState().getStatus());
        Frames attached = client.attachContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(new Frames());
        attached.awaitStarted();
        client.startContainerCmd(id).exec();
        assertEquals(3, exitCode(id));
        assertTrue(attached.awaitCompletion(30, TimeUnit.SECONDS));
        assertEquals("b from the host\n", attached.out());
        assertArrayEquals("err\n".getBytes(UTF_8), attached.err.toByteArray());
        assertEquals("b from the host\n", log(id));
        InspectContainerResponse ended = inspect(id);
        assertEquals("exited", ended.getState().getStatus());
        assertEquals(3L, ended.getState().getExitCodeLong());
        assertEquals("test", ended.getConfig().getLabels().get("for"));
        assertEquals(64L << 20, ended.getHostConfig().getMemory());
        assertEquals("/whole", ended.getName());
        client.renameContainerCmd(id).withName("renamed").exec();
        assertEquals("/renamed", inspect(id).getName());
        client.removeContainerCmd("renamed").exec();
        assertThrows(NotFoundException.class, () -> inspect(id));
    }

    /** This client sends no end of input. */
    @Test
    void inputReachesTheContainer() throws Exception {
        String id = busybox("sh", "-c", "read line; echo \"got $line\"")
                .withStdinOpen(true)
                .withStdInOnce(true)
                .withAttachStdin(true)
                .exec()
                .getId();
        try (PipedOutputStream typed = new PipedOutputStream()) {
            Frames attached = client.attachContainerCmd(id)
                    .withStdIn(new PipedInputStream(typed))
                    .withStdOut(true)
                    .withFollowStream(true)
                    .exec(new Frames());
            attached.awaitStarted();
            client.startContainerCmd(id).exec();
            typed.write("this\n".getBytes(UTF_8));
            typed.flush();
            assertEquals(0, exitCode(id));
            assertEquals("got this\n", log(id));
            assertTrue(attached.awaitCompletion(30, TimeUnit.SECONDS), attached::out);
            assertEquals("got this\n", attached.out());
        }
    }

    @Test
    void aLogIsFollowedToItsEnd() throws Exception {
        String id = started("sh", "-c", "for i in 1 2 3; do echo $i; sleep 0.3; done");
        Frames followed = client.logContainerCmd(id)
                .withStdOut(true)
                .withFollowStream(true)
                .exec(new Frames());
        assertTrue(followed.awaitCompletion(30, TimeUnit.SECONDS));
        assertEquals("1\n2\n3\n", followed.out());
        assertEquals(
                "3\n",
                client.logContainerCmd(id)
                        .withStdOut(true)
                        .withTail(1)
                        .exec(new Frames())
                        .awaitCompletion()
                        .out());
    }

    @Test
    void listsAreFiltered() {
        String running = busybox("sleep", "100")
                .withName("runs")
                .withLabels(Map.of("kind", "a"))
                .exec()
                .getId();
        client.startContainerCmd(running).exec();
        String created = busybox("true")
                .withName("waits")
                .withLabels(Map.of("kind", "b"))
                .exec()
                .getId();
        assertEquals(List.of(running), ids(client.listContainersCmd().exec()));
        assertEquals(
                List.of(created, running),
                ids(client.listContainersCmd().withShowAll(true).exec()));
        assertEquals(
                List.of(created),
                ids(client.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(Map.of("kind", "b"))
                        .exec()));
        assertEquals(
                List.of(created),
                ids(client.listContainersCmd()
                        .withStatusFilter(List.of("created"))
                        .exec()));
        assertEquals(
                List.of(running),
                ids(client.listContainersCmd()
                        .withShowAll(true)
                        .withNameFilter(List.of("runs"))
                        .exec()));
        assertEquals(
                List.of(created),
                ids(client.listContainersCmd().withShowAll(true).withLimit(1).exec()));
        assertThrows(
                BadRequestException.class,
                () -> client.listContainersCmd()
                        .withFilter("nosuch", List.of("x"))
                        .exec());
        // it would not end by itself
        client.killContainerCmd(running).exec();
    }

    private static List<String> ids(List<Container> containers) {
        return containers.stream().map(Container::getId).toList();
    }

    @Test
    void stopKillAndRestartMoveIt() throws Exception {
        String stopped = started("sh", "-c", "trap 'exit 5' TERM; echo set; while true; do sleep 0.1; done");
        while (log(stopped).isEmpty()) {
            Thread.sleep(20);
        }
        client.stopContainerCmd(stopped).withTimeout(10).exec();
        assertEquals(5L, inspect(stopped).getState().getExitCodeLong());
        client.restartContainerCmd(stopped).withTimeout(0).exec();
        assertEquals(true, inspect(stopped).getState().getRunning());
        client.killContainerCmd(stopped).withSignal("KILL").exec();
        assertEquals(137, exitCode(stopped));
    }

    @Test
    void failuresAreOfTheTypesThatProgramsCatch() {
        String id = busybox("sleep", "100").withName("taken").exec().getId();
        assertThrows(
                ConflictException.class, () -> busybox("true").withName("taken").exec());
        assertThrows(NotFoundException.class, () -> inspect("nosuch"));
        assertThrows(
                NotFoundException.class,
                () -> client.createContainerCmd("nosuchimage").exec());
        assertThrows(
                NotFoundException.class,
                () -> client.startContainerCmd("nosuch").exec());
        assertThrows(ConflictException.class, () -> client.killContainerCmd(id).exec());
        client.startContainerCmd(id).exec();
        assertThrows(
                NotModifiedException.class, () -> client.startContainerCmd(id).exec());
        assertThrows(
                ConflictException.class, () -> client.removeContainerCmd(id).exec());
        client.stopContainerCmd(id).withTimeout(0).exec();
        assertThrows(
                NotModifiedException.class, () -> client.stopContainerCmd(id).exec());
    }

    @Test
    void execRunsBesideTheContainersProcess() throws Exception {
        String id = started("sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.1; done");
        String exec = client.execCreateCmd(id)
                .withCmd("sh", "-c", "echo $A; echo err >&2; exit 3")
                .withEnv(List.of("A=b"))
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId();
        assertEquals(false, client.inspectExecCmd(exec).exec().isRunning());
        Frames frames = client.execStartCmd(exec).exec(new Frames());
        assertTrue(frames.awaitCompletion(30, TimeUnit.SECONDS));
        assertEquals("b\n", frames.out());
        assertArrayEquals("err\n".getBytes(UTF_8), frames.err.toByteArray());
        assertEquals(3L, client.inspectExecCmd(exec).exec().getExitCodeLong());
        assertEquals(true, inspect(id).getState().getRunning());
    }

    @Test
    void execTakesInput() throws Exception {
        String id = started("sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.1; done");
        String exec = client.execCreateCmd(id)
                .withCmd("sh", "-c", "read line; echo \"got $line\"")
                .withAttachStdin(true)
                .withAttachStdout(true)
                .exec()
                .getId();
        Frames frames = client.execStartCmd(exec)
                .withStdIn(new ByteArrayInputStream("this\n".getBytes(UTF_8)))
                .exec(new Frames());
        assertTrue(frames.awaitCompletion(30, TimeUnit.SECONDS), frames::out);
        assertEquals("got this\n", frames.out());
        assertEquals(0L, client.inspectExecCmd(exec).exec().getExitCodeLong());
    }

    @Test
    void execOfWhatIsNotThereOrDoesNotRunFails() {
        String id = busybox("true").exec().getId();
        assertThrows(
                NotFoundException.class,
                () -> client.execCreateCmd("nosuch").withCmd("true").exec());
        assertThrows(
                ConflictException.class,
                () -> client.execCreateCmd(id).withCmd("true").exec());
        assertThrows(
                NotFoundException.class,
                () -> client.inspectExecCmd("0".repeat(64)).exec());
    }

    @Test
    void eventsAreHeardAsTheyHappen() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        CountDownLatch removed = new CountDownLatch(1);
        try (ResultCallback.Adapter<Event> events = client.eventsCmd()
                .withEventTypeFilter("container")
                .withLabelFilter(Map.of("heard", "yes"))
                .exec(new ResultCallback.Adapter<Event>() {
                    @Override
                    public void onNext(Event event) {
                        heard.add(event.getAction());
                        if ("remove".equals(event.getAction())) {
                            removed.countDown();
                        }
                    }
                })) {
            events.awaitStarted();
            String id =
                    busybox("true").withLabels(Map.of("heard", "yes")).exec().getId();
            client.startContainerCmd(id).exec();
            assertEquals(0, exitCode(id));
            client.removeContainerCmd(id).exec();
            assertTrue(removed.await(30, TimeUnit.SECONDS), heard::toString);
        }
        // podman's words: what Docker calls destroy is remove, and there are more
        assertEquals(List.of("create", "init", "start", "die", "cleanup", "remove"), heard);
    }
}
