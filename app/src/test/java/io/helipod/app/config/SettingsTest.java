package io.helipod.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.app.EngineConfig;
import io.helipod.app.RegistrySettings;
import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.Rlimit;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path host;

    @Test
    void withoutAnySourceEverythingIsDefault() {
        Settings settings = Settings.read(Map.of(), Map.of(), host);

        EngineConfig engine = settings.engine();
        assertEquals(
                EngineConfig.defaults(),
                new EngineConfig(engine.storage(), engine.runtime(), engine.containers(), RegistrySettings.DEFAULT));
        assertEquals(List.of(), engine.registries().rules());
        assertEquals(Duration.ofSeconds(300), settings.service().idle());
        assertEquals(ListenAddress.DEFAULT, settings.service().address());
    }

    @Test
    void aFlagWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
        write("etc/containers/containers.conf", "[engine]\nruntime = \"file\"\ncgroup_manager = \"systemd\"\n");
        Map<String, String> environment = Map.of("HELIPOD_RUNTIME", "variable");

        assertEquals(
                Optional.of("flag"),
                Settings.read(Map.of(Setting.RUNTIME, "flag"), environment, host)
                        .engine()
                        .runtime()
                        .wanted());
        Settings settings = Settings.read(Map.of(), environment, host);
        assertEquals(Optional.of("variable"), settings.engine().runtime().wanted());
        assertEquals("systemd", settings.engine().runtime().cgroupManager());
        assertEquals(
                Optional.of("file"),
                Settings.read(Map.of(), Map.of(), host).engine().runtime().wanted());
    }

    @Test
    void containersConfOfTheEnvironmentIsReadAlone() throws IOException {
        write("etc/containers/containers.conf", "[engine]\nstop_timeout = 3\n[containers]\npids_limit = 7\n");
        Path own = write("own.conf", "[engine]\nstop_timeout = 4\n");

        EngineConfig engine = Settings.read(Map.of(), Map.of("CONTAINERS_CONF", own.toString()), host)
                .engine();

        assertEquals(4, engine.containers().stopTimeout());
        assertEquals(2048, engine.containers().pidsLimit());
    }

    @Test
    void dropInsComeLastInOrderOfName() throws IOException {
        write("usr/share/containers/containers.conf", "[engine]\nstop_timeout = 1\n");
        write("etc/containers/containers.conf", "[engine]\nstop_timeout = 2\n");
        write("etc/containers/containers.conf.d/20.conf", "[engine]\nstop_timeout = 20\n");
        write("etc/containers/containers.conf.d/10.conf", "[engine]\nstop_timeout = 10\n");

        assertEquals(
                20,
                Settings.read(Map.of(), Map.of(), host).engine().containers().stopTimeout());
    }

    @Test
    void aListReplacesTheEarlierOneUnlessItAppends() throws IOException {
        write(
                "usr/share/containers/containers.conf",
                "[containers]\nenv = [\"A=1\", \"B=2\"]\ndefault_capabilities = [\"KILL\", \"CHOWN\"]\n");
        write(
                "etc/containers/containers.conf",
                "[containers]\nenv = [\"C=3\", {append=true}]\ndefault_capabilities = [\"FOWNER\"]\n");

        EngineConfig.Defaults defaults =
                Settings.read(Map.of(), Map.of(), host).engine().containers();

        assertEquals("1", defaults.env().get("A"));
        assertEquals("3", defaults.env().get("C"));
        assertEquals(List.of("FOWNER"), defaults.capabilities());
    }

    @Test
    void theContainersTableIsRead() throws IOException {
        write("etc/containers/containers.conf", """
                [containers]
                default_ulimits = ["nofile=1024:2048", "core=0"]
                pids_limit = 0
                log_driver = "json-file"
                log_size_max = 4096
                shm_size = "128m"
                init = true
                init_path = "/usr/bin/catatonit"
                [engine.runtimes]
                crun = ["/opt/crun", "/usr/bin/crun"]
                """);

        EngineConfig engine = Settings.read(Map.of(), Map.of(), host).engine();
        EngineConfig.Defaults defaults = engine.containers();

        assertEquals(Map.of("nofile", new Rlimit(1024, 2048), "core", new Rlimit(0, 0)), defaults.rlimits());
        assertEquals(-1, defaults.pidsLimit());
        assertEquals(LogDriverName.JSON_FILE, defaults.logDriver());
        assertEquals(4096, defaults.logMaxSize());
        assertEquals(128 << 20, defaults.shmSize());
        assertTrue(defaults.init());
        assertEquals(Optional.of(Path.of("/usr/bin/catatonit")), defaults.initPath());
        assertEquals(
                List.of(Path.of("/opt/crun"), Path.of("/usr/bin/crun")),
                engine.runtime().known().get("crun"));
    }

    @Test
    void aLogDriverOfTheMachineThatIsNotOursIsNoReasonToFail() throws IOException {
        write("etc/containers/containers.conf", "[containers]\nlog_driver = \"journald\"\n");

        assertEquals(
                LogDriverName.K8S_FILE,
                Settings.read(Map.of(), Map.of(), host).engine().containers().logDriver());
    }

    @Test
    void aMalformedFileIsNamed() throws IOException {
        Path file = write("etc/containers/containers.conf", "[engine\n");

        InvalidArgument error = assertThrows(InvalidArgument.class, () -> Settings.read(Map.of(), Map.of(), host));
        assertTrue(error.getMessage().startsWith(file.toString()), error::getMessage);
    }

    @Test
    void aMissingNamedFileIsAnError() {
        Map<String, String> environment = Map.of("CONTAINERS_CONF", "/does/not/exist.conf");

        InvalidArgument error = assertThrows(InvalidArgument.class, () -> Settings.read(Map.of(), environment, host));
        assertTrue(error.getMessage().contains("/does/not/exist.conf"), error::getMessage);
    }

    @Test
    void valuesOfTheWrongKindAreRefused() {
        Settings settings = Settings.read(Map.of(Setting.TIME, "soon"), Map.of(), host);
        assertThrows(InvalidArgument.class, settings::service);
        Settings negative = Settings.read(Map.of(Setting.TIME, "-1"), Map.of(), host);
        assertThrows(InvalidArgument.class, negative::service);
        Settings driver = Settings.read(Map.of(Setting.STORAGE_DRIVER, "vfs"), Map.of(), host);
        assertThrows(InvalidArgument.class, driver::engine);
        Settings manager = Settings.read(Map.of(Setting.CGROUP_MANAGER, "none"), Map.of(), host);
        assertThrows(InvalidArgument.class, manager::engine);
        Settings below = Settings.read(Map.of(Setting.ROOT, "/run/helipod/x"), Map.of(), host);
        assertThrows(InvalidArgument.class, below::engine);
        Settings profile = Settings.read(Map.of(Setting.PROFILE, "192.0.2.1:6060"), Map.of(), host);
        assertThrows(InvalidArgument.class, profile::service);
    }

    @Test
    void searchRegistriesComeFromRegistriesConf() throws IOException {
        write("etc/containers/registries.conf", "unqualified-search-registries = [\"a.example\", \"b.example\"]\n");

        assertEquals(
                List.of("a.example", "b.example"),
                Settings.read(Map.of(), Map.of(), host).engine().registries().search());
    }

    private Path write(String name, String text) throws IOException {
        Path file = host.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
