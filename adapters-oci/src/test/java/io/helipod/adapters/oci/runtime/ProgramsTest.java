package io.helipod.adapters.oci.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helipod.adapters.oci.OciConfig;
import io.helipod.adapters.oci.host.Cgroups;
import io.helipod.core.error.EngineException.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void install() throws IOException {
        for (String name : List.of("conmon", "crun", "runc", "catatonit")) {
            Path file = Files.writeString(folder.resolve(name), "");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private Programs find(boolean hybrid, Optional<String> runtime) {
        OciConfig config = new OciConfig(
                folder,
                folder,
                runtime,
                Map.of("crun", List.of(folder.resolve("crun")), "runc", List.of(folder.resolve("runc"))),
                List.of(folder.resolve("none"), folder.resolve("conmon")),
                List.of(folder),
                "cgroupfs",
                Optional.empty(),
                List.of(),
                Optional.empty());
        return Programs.find(config, new Cgroups(hybrid ? 1 : 2, hybrid, List.of(), true));
    }

    @Test
    void theFirstRuntimeThatWorksIsPickedAndTheReasonSaid() {
        Programs programs = find(false, Optional.empty());
        assertEquals(folder.resolve("crun"), programs.runtime());
        assertEquals("crun", programs.name());
        assertEquals(folder.resolve("runc").toString(), programs.others().get("runc"));
        assertEquals(folder.resolve("conmon"), programs.conmon());
        assertEquals(Optional.of(folder.resolve("catatonit")), programs.init());
    }

    @Test
    void crunIsPassedOverOnAHybridHost() {
        Programs programs = find(true, Optional.empty());
        assertEquals("runc", programs.name());
        assertTrue(programs.reason().contains("crun refuses the hybrid cgroup hierarchy"), programs.reason());
        assertEquals(folder.resolve("crun").toString(), programs.others().get("crun"));
    }

    @Test
    void theOneAskedForIsTaken() {
        assertEquals("crun was asked for", find(true, Optional.of("crun")).reason());
        Path other = folder.resolve("catatonit");
        assertEquals(other, find(true, Optional.of(other.toString())).runtime());
    }

    @Test
    void oneThatIsNotThereIsSaid() {
        assertThrows(Unavailable.class, () -> find(false, Optional.of("no-such-runtime")));
        assertThrows(
                Unavailable.class,
                () -> find(false, Optional.of(folder.resolve("none").toString())));
    }
}
