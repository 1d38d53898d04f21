package io.helipod.core.internal.system;

import io.helipod.core.CoreConfig;
import io.helipod.core.DrivenPorts;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerStatus;
import io.helipod.core.system.EngineInfo;
import io.helipod.core.system.EngineVersion;
import io.helipod.core.system.HostFacts;
import io.helipod.core.system.RuntimeFacts;
import io.helipod.core.system.SystemInfo;
import java.util.List;

/** What the engine is and runs on; reads views in memory and takes no lock. */
public final class SystemService implements SystemInfo {
    private final DrivenPorts ports;
    private final CoreConfig config;

    public SystemService(DrivenPorts ports, CoreConfig config) {
        this.ports = ports;
        this.config = config;
    }

    @Override
    public EngineInfo info() {
        List<ContainerRecord> containers = ports.containers().list();
        int running = count(containers, ContainerStatus.RUNNING) + count(containers, ContainerStatus.STOPPING);
        int paused = count(containers, ContainerStatus.PAUSED);
        return new EngineInfo(
                config.version(),
                ports.host().facts(),
                ports.runtime().facts(),
                ports.layers().facts(),
                containers.size(),
                running,
                paused,
                containers.size() - running - paused,
                ports.images().list().size(),
                ports.clock().instant());
    }

    private static int count(List<ContainerRecord> containers, ContainerStatus status) {
        return (int) containers.stream()
                .filter(container -> container.status() == status)
                .count();
    }

    @Override
    public EngineVersion version() {
        return config.version();
    }

    @Override
    public RuntimeFacts runtime() {
        return ports.runtime().facts();
    }

    @Override
    public HostFacts host() {
        return ports.host().facts();
    }
}
