package io.helipod.adapters.oci;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this module needs to be told.
 *
 * @param stateDir keeps what lasts: logs
 * @param runDir keeps what vanishes at a reboot: bundles, sockets, exit files
 * @param runtime name or path of the OCI runtime; absent: the first that works here
 * @param runtimePaths further places of runtimes, by name
 * @param conmonPaths further places of conmon
 * @param helperDirs folders of helper programs
 * @param cgroupManager {@code cgroupfs} or {@code systemd}
 * @param seccompProfile path of the default profile; absent: the distribution's
 * @param capabilities the default set, with CAP_; empty: podman's default set
 * @param initPath the init program; absent: catatonit where it is found
 * @param registries how registries are found and spoken to
 */
public record OciConfig(
        Path stateDir,
        Path runDir,
        Optional<String> runtime,
        Map<String, List<Path>> runtimePaths,
        List<Path> conmonPaths,
        List<Path> helperDirs,
        String cgroupManager,
        Optional<Path> seccompProfile,
        List<String> capabilities,
        Optional<Path> initPath,
        RegistryConfig registries) {
    public OciConfig {
        runtimePaths = Map.copyOf(runtimePaths);
        conmonPaths = List.copyOf(conmonPaths);
        helperDirs = List.copyOf(helperDirs);
        capabilities = List.copyOf(capabilities);
    }

    /** With registries as they are by default. */
    public OciConfig(
            Path stateDir,
            Path runDir,
            Optional<String> runtime,
            Map<String, List<Path>> runtimePaths,
            List<Path> conmonPaths,
            List<Path> helperDirs,
            String cgroupManager,
            Optional<Path> seccompProfile,
            List<String> capabilities,
            Optional<Path> initPath) {
        this(
                stateDir,
                runDir,
                runtime,
                runtimePaths,
                conmonPaths,
                helperDirs,
                cgroupManager,
                seccompProfile,
                capabilities,
                initPath,
                RegistryConfig.DEFAULT);
    }

    /** Everything as the distribution has it, below these folders. */
    public static OciConfig of(Path stateDir, Path runDir) {
        return new OciConfig(
                stateDir,
                runDir,
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(),
                "cgroupfs",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                RegistryConfig.DEFAULT);
    }
}
