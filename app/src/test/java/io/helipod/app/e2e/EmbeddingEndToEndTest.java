package io.helipod.app.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import example.embedding.CodeApplication;
import example.embedding.ConfiguredApplication;
import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine in other people's Helidon applications, each in a JVM of its own. */
class EmbeddingEndToEndTest {
    /** Ten lines a second until it is told to end. */
    private static final String COUNTING =
            "trap 'echo last; exit 9' TERM; i=0; while true; do echo $i; i=$((i+1)); sleep 0.1; done";

    /** The ways to embed it. */
    enum Way {
        CODE_ON_THE_CLASS_PATH(CodeApplication.class, false),
        CONFIGURATION_ON_THE_CLASS_PATH(ConfiguredApplication.class, false),
        CONFIGURATION_BESIDE_THE_MODULE_PATH(ConfiguredApplication.class, true);

        private final Class<?> application;
        private final boolean modules;

        Way(Class<?> application, boolean modules) {
            this.application = application;
            this.modules = modules;
        }

        Service start() {
            List<String> line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-Xmx128m",
                    "--illegal-native-access=deny"));
            String lib = System.getProperty("helipod.home") + "/lib";
            String own = classesOf(application);
            line.addAll(
                    modules
                            ? List.of(
                                    "--enable-native-access=io.helipod.adapters.oci,io.helipod.adapters.storage,"
                                            + "org.xerial.sqlitejdbc,com.github.luben.zstd_jni,org.jnrproject.jffi",
                                    "-p",
                                    lib,
                                    "--add-modules",
                                    "io.helipod.app",
                                    "-cp",
                                    own)
                            : List.of(
                                    "--enable-native-access=ALL-UNNAMED",
                                    "-cp",
                                    lib + "/*" + File.pathSeparator + own));
            line.add(application.getName());
            return Service.start(dir -> {
                List<String> all = new ArrayList<>(line);
                all.add(dir.toString());
                return all;
            });
        }

        private static String classesOf(Class<?> type) {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .getPath())
                    .toString();
        }
    }

    private static String curl(Service service, String... args) {
        Prerequisites.require("curl");
        return Command.of("curl", "--silent", "--show-error", "--unix-socket")
                .with(service.socket().toString())
                .with(args)
                .run()
                .ok()
                .out();
    }

    private static String job(Service service, String script) {
        return curl(service, "--data-binary", script, "-H", "Content-Type: text/plain", "http://d/jobs");
    }

    private static String inspect(Service service, String id, String format) {
        return service.docker("inspect", "-f", format, id).run().ok().trimmed();
    }

    @ParameterizedTest
    @EnumSource
    void theApiIsServedBesideTheApplicationsRoutes(Way way) throws Exception {
        try (Service service = way.start()) {
            assertEquals("hello", curl(service, "http://d/hello"));
            assertEquals("OK", curl(service, "http://d/_ping"));
            assertEquals("[]", curl(service, "http://d/v1.41/containers/json").strip());
            assertEquals("404", curl(service, "-o", "/dev/null", "-w", "%{http_code}", "http://d/nothing"));
            service.loadBusybox();
            assertEquals(
                    "out\n",
                    service.docker("run", "--rm", "busybox", "echo", "out")
                            .run()
                            .ok()
                            .out());
            service.docker("run", "--rm", "busybox", "sh", "-c", "exit 3").run().exits(3);
            assertEquals(
                    "through\n",
                    service.docker("run", "-i", "--rm", "busybox", "cat")
                            .input("through\n")
                            .run()
                            .ok()
                            .out());
            assertEquals("hello", curl(service, "http://d/hello"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void containersOfTheTypedApiOutliveTheApplicationAndTheNextAdoptsThem(Way way) throws Exception {
        try (Service service = way.start()) {
            service.loadBusybox();
            String id = job(service, COUNTING);
            String input =
                    service.docker("create", "-i", "busybox", "cat").run().ok().trimmed();
            service.docker("start", input).run().ok();
            String pid = inspect(service, id, "{{.State.Pid}}");
            service.kill();
            assertTrue(ProcessHandle.of(Long.parseLong(pid))
                    .filter(ProcessHandle::isAlive)
                    .isPresent());
            Thread.sleep(1000);
            service.startAgain();
            assertEquals("running " + pid, inspect(service, id, "{{.State.Status}} {{.State.Pid}}"));
            service.docker("kill", "-s", "TERM", id).run().ok();
            assertEquals("9", service.docker("wait", id).run().ok().trimmed());
            assertEquals("exited 9", inspect(service, id, "{{.State.Status}} {{.State.ExitCode}}"));
            List<String> lines =
                    service.docker("logs", id).run().ok().out().lines().toList();
            int counted = lines.size() - 1;
            assertTrue(counted >= 10, () -> "only " + lines);
            assertEquals(IntStream.range(0, counted).mapToObj(String::valueOf).toList(), lines.subList(0, counted));
            assertEquals("last", lines.getLast());
            Process attached = service.docker("attach", input).start();
            try (OutputStream in = attached.getOutputStream()) {
                in.write("still here\n".getBytes(StandardCharsets.UTF_8));
                in.flush();
                assertEquals(
                        "still here\n", new String(attached.getInputStream().readNBytes(11), StandardCharsets.UTF_8));
            }
            assertTrue(Files.readString(service.log()).lines().noneMatch(line -> line.contains("WARNING: ")));
        }
    }
}
