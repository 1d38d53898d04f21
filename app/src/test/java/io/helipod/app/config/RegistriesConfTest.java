package io.helipod.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.app.RegistrySettings;
import io.helipod.app.RegistrySettings.Mirror;
import io.helipod.app.RegistrySettings.Mode;
import io.helipod.app.RegistrySettings.PullFrom;
import io.helipod.app.RegistrySettings.Rule;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistriesConfTest {
    @TempDir
    Path host;

    private Path write(String name, String text) throws IOException {
        Path file = host.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private RegistrySettings read() {
        return RegistriesConf.read(Map.of(), host);
    }

    @Test
    void aWholeFileIsRead() throws IOException {
        write("etc/containers/registries.conf", """
                unqualified-search-registries = ["a.example", "b.example"]
                short-name-mode = "enforcing"
                [[registry]]
                prefix = "*.example"
                location = "inner.example/all/"
                [[registry.mirror]]
                location = "mirror.example:5000/m"
                insecure = true
                pull-from-mirror = "digest-only"
                [[registry.mirror]]
                location = "second.example"
                [[registry]]
                location = "bad.example"
                blocked = true
                insecure = true
                [aliases]
                "busybox" = "docker.io/library/busybox"
                """);
        RegistrySettings settings = read();
        assertEquals(List.of("a.example", "b.example"), settings.search());
        assertEquals(Mode.ENFORCING, settings.shortNameMode());
        assertEquals(Map.of("busybox", "docker.io/library/busybox"), settings.aliases());
        assertEquals(
                List.of(
                        new Rule(
                                "*.example",
                                "inner.example/all",
                                false,
                                false,
                                false,
                                List.of(
                                        new Mirror("mirror.example:5000/m", true, PullFrom.DIGEST_ONLY),
                                        new Mirror("second.example", false, PullFrom.ALL))),
                        new Rule("bad.example", "bad.example", true, true, false, List.of())),
                settings.rules());
    }

    @Test
    void dropInsComeOverTheFile() throws IOException {
        write("etc/containers/registries.conf", """
                unqualified-search-registries = ["a.example"]
                [[registry]]
                location = "x.example"
                insecure = true
                [aliases]
                "one" = "a.example/one"
                "two" = "a.example/two"
                """);
        write("etc/containers/registries.conf.d/10-own.conf", """
                [[registry]]
                location = "x.example"
                blocked = true
                [aliases]
                "one" = "b.example/one"
                "two" = ""
                """);
        RegistrySettings settings = read();
        assertEquals(List.of("a.example"), settings.search());
        assertEquals(List.of(new Rule("x.example", "x.example", false, true, false, List.of())), settings.rules());
        assertEquals(Map.of("one", "b.example/one"), settings.aliases());
    }

    @Test
    void aProxyThatIsNotUsedIsWarnedOf() {
        List<String> said = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(RegistriesConf.class.getName());
        logger.addHandler(handler);
        try {
            RegistrySettings unused = RegistriesConf.read(Map.of("HTTPS_PROXY", "http://me:canary@proxy"), host);
        } finally {
            logger.removeHandler(handler);
        }
        assertEquals(1, said.size());
        assertTrue(said.getFirst().startsWith("HTTPS_PROXY is set")
                && !said.getFirst().contains("canary"));
    }

    @Test
    void theFirstOfAFileCounts() throws IOException {
        write("etc/containers/registries.conf", """
                [[registry]]
                location = "x.example"
                insecure = true
                [[registry]]
                location = "x.example"
                blocked = true
                """);
        assertEquals(List.of(new Rule("x.example", "x.example", true, false, false, List.of())), read().rules());
    }

    @Test
    void theUsersOwnFilesCount() throws IOException {
        write("etc/containers/registries.conf", "unqualified-search-registries = [\"a.example\"]\n");
        write("etc/containers/registries.conf.d/1.conf", "short-name-mode = \"enforcing\"\n");
        write("home/.config/containers/registries.conf", "unqualified-search-registries = [\"own.example\"]\n");
        write("home/.config/containers/registries.conf.d/1.conf", "short-name-mode = \"disabled\"\n");
        RegistrySettings settings =
                RegistriesConf.read(Map.of("HOME", host.resolve("home").toString()), host);
        assertEquals(List.of("own.example"), settings.search());
        assertEquals(Mode.DISABLED, settings.shortNameMode());
        assertEquals(
                List.of(
                        host.resolve("home/.config/containers/certs.d"),
                        host.resolve("etc/containers/certs.d"),
                        host.resolve("etc/docker/certs.d")),
                settings.certDirs());
    }

    @Test
    void theFileOfTheEnvironmentStandsInForTheUsualOne() throws IOException {
        write("etc/containers/registries.conf", "unqualified-search-registries = [\"a.example\"]\n");
        Path own = write("own.conf", "unqualified-search-registries = [\"own.example\"]\n");
        assertEquals(
                List.of("own.example"),
                RegistriesConf.read(Map.of("CONTAINERS_REGISTRIES_CONF", own.toString()), host)
                        .search());
    }

    @Test
    void nonsenseIsRefusedWithItsFile() throws IOException {
        for (String bad : List.of(
                "short-name-mode = \"sometimes\"",
                "[[registry]]\nblocked = true",
                "[[registry]]\nprefix = \"a*.example\"",
                "[[registry]]\nlocation = \"a.example\"\n[[registry.mirror]]\ninsecure = true",
                "[[registry]]\nprefix = \"a.example\"",
                "[[registry]]\nlocation = \"https://a.example\"",
                "[[registry]]\nlocation = \"a.example\"\ninsecure = \"true\"",
                "[[registry]]\nlocation = \"a.example\"\nmirror-by-digest-only = true\n"
                        + "[[registry.mirror]]\nlocation = \"m.example\"\npull-from-mirror = \"all\"",
                "[registries.search]\nregistries = [\"a\"]",
                "not toml at all")) {
            Path file = write("etc/containers/registries.conf", bad);
            InvalidArgument refusal = assertThrows(InvalidArgument.class, this::read, bad);
            assertTrue(refusal.message().contains(file.toString()), refusal.message());
        }
    }

    @Test
    void credentialsAndCertificatesAreWherePodmanAndDockerHaveThem() throws IOException {
        Path bundle = write("etc/ssl/certs/ca-certificates.crt", "");
        RegistrySettings settings = RegistriesConf.read(Map.of("HOME", "/home/me"), host);
        assertEquals(List.of(bundle), settings.caBundles());
        assertEquals(
                List.of(
                        host.resolve("run/containers/0/auth.json"),
                        Path.of("/home/me/.config/containers/auth.json"),
                        Path.of("/home/me/.docker/config.json")),
                settings.authFiles());
        assertEquals(
                List.of(Path.of("/only.json")),
                RegistriesConf.read(Map.of("HOME", "/home/me", "REGISTRY_AUTH_FILE", "/only.json"), host)
                        .authFiles());
    }
}
