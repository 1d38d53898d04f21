package io.helipod.core.container;

import java.util.Map;
import java.util.Optional;

/**
 * Where a container's parts lie on the host (types.md 3.1). Paths are for show: nothing reads them back.
 *
 * @param staticDir folder that lasts
 * @param log absent when nothing is kept
 * @param ociConfig the runtime's config.json
 * @param pidFile holds the first process's pid
 * @param monitorPidFile holds conmon's pid
 * @param cgroup path below the hierarchies; empty when not in the runtime
 * @param graph the storage driver's own data: LowerDir, UpperDir, WorkDir, MergedDir
 */
public record ContainerPaths(
        String staticDir,
        Optional<String> log,
        String ociConfig,
        String pidFile,
        String monitorPidFile,
        String resolvConf,
        String hostname,
        String hosts,
        String cgroup,
        Map<String, String> graph) {
    public ContainerPaths {
        graph = Map.copyOf(graph);
    }

    /** The same with the storage driver's data. */
    public ContainerPaths withGraph(Map<String, String> data) {
        return new ContainerPaths(
                staticDir, log, ociConfig, pidFile, monitorPidFile, resolvConf, hostname, hosts, cgroup, data);
    }
}
