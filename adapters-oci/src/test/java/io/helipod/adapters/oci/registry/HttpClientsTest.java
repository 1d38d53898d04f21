package io.helipod.adapters.oci.registry;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.helipod.adapters.oci.RegistryConfig;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which folder's certificates are read, seen by their being none. */
class HttpClientsTest {
    @TempDir
    Path host;

    private HttpClients clients = new HttpClients(RegistryConfig.DEFAULT);

    @BeforeEach
    void open() {
        RegistryConfig plain = RegistryConfig.DEFAULT;
        clients = new HttpClients(new RegistryConfig(
                plain.search(),
                plain.rules(),
                plain.aliases(),
                plain.mode(),
                List.of(host.resolve("first"), host.resolve("second")),
                plain.caBundles(),
                plain.authFiles(),
                plain.timing()));
    }

    private void broken(String folder) throws IOException {
        Files.writeString(Files.createDirectories(host.resolve(folder)).resolve("ca.crt"), "no certificate");
    }

    @Test
    void theFirstFolderThatThereIsCounts() throws IOException {
        broken("second/a.example:5000");
        assertThrows(InvalidArgument.class, () -> clients.of("a.example:5000", true));
        Files.createDirectories(host.resolve("first/a.example:5000"));
        assertNotNull(clients.of("a.example:5000", true));
    }

    @Test
    void dockerHubGoesByTheNameThatUsersKnow() throws IOException {
        broken("first/docker.io");
        assertThrows(InvalidArgument.class, () -> clients.of("registry-1.docker.io", true));
    }

    @Test
    void noHostLeadsOutOfTheFolders() throws IOException {
        broken("out");
        assertNotNull(clients.of("../out", true));
        assertNotNull(clients.of("..", true));
    }
}
