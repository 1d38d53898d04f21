package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.helipod.adapters.http.HttpAdapterConfig;
import io.helipod.adapters.http.shared.UptimeText;
import io.helipod.core.system.EngineInfo;
import io.helipod.core.system.HostFacts;
import io.helipod.core.system.RuntimeFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** The engine in docker's shape (types.md 7.2); what never varies is a method. */
@JsonPropertyOrder(alphabetic = true)
public record SystemInfoJson(
        @JsonProperty("ID") String id,
        @JsonProperty("Containers") int containers,
        @JsonProperty("ContainersRunning") int containersRunning,
        @JsonProperty("ContainersPaused") int containersPaused,
        @JsonProperty("ContainersStopped") int containersStopped,
        @JsonProperty("Images") int images,
        @JsonProperty("Driver") String driver,
        @JsonProperty("DriverStatus") List<List<String>> driverStatus,
        @JsonProperty("IPv4Forwarding") boolean ipv4Forwarding,
        @JsonProperty("NFd") int openFiles,
        @JsonProperty("NGoroutines") int threads,
        @JsonProperty("SystemTime") Instant systemTime,
        @JsonProperty("CgroupDriver") String cgroupDriver,
        @JsonProperty("KernelVersion") String kernelVersion,
        @JsonProperty("OperatingSystem") String operatingSystem,
        @JsonProperty("OSVersion") String osVersion,
        @JsonProperty("Architecture") String architecture,
        @JsonProperty("NCPU") int cpus,
        @JsonProperty("MemTotal") long memTotal,
        @JsonProperty("DockerRootDir") String dockerRootDir,
        @JsonProperty("Name") String name,
        @JsonProperty("ServerVersion") String serverVersion,
        @JsonProperty("Runtimes") Map<String, Map<String, String>> runtimes,
        @JsonProperty("DefaultRuntime") String defaultRuntime,
        @JsonProperty("SecurityOptions") List<String> securityOptions,
        @JsonProperty("CgroupVersion") String cgroupVersion,
        @JsonProperty("SwapFree") long swapFree,
        @JsonProperty("SwapTotal") long swapTotal,
        @JsonProperty("Uptime") String uptime) {
    /** A snapshot of an engine. Its id is new each time, as with the reference. */
    public static SystemInfoJson from(EngineInfo info, HttpAdapterConfig config) {
        HostFacts host = info.host();
        RuntimeFacts runtime = info.runtime();
        return new SystemInfoJson(
                UUID.randomUUID().toString(),
                info.containers(),
                info.running(),
                info.paused(),
                info.stopped(),
                info.images(),
                info.store().driver(),
                pairs(info.store().status()),
                host.ipv4Forwarding(),
                host.openFiles(),
                Thread.activeCount(),
                info.now(),
                runtime.cgroupManager(),
                host.kernel(),
                host.distribution(),
                host.distributionVersion(),
                host.architecture(),
                host.cpus(),
                host.memoryTotal(),
                info.store().root(),
                host.hostname(),
                config.libpodVersion(),
                runtimes(runtime),
                runtime.name(),
                securityOptions(host),
                Integer.toString(host.cgroupVersion()),
                host.swapFree(),
                host.swapTotal(),
                UptimeText.of(host.uptimeSeconds()));
    }

    private static List<List<String>> pairs(Map<String, String> status) {
        return new TreeMap<>(status)
                .entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), entry.getValue()))
                        .toList();
    }

    private static Map<String, Map<String, String>> runtimes(RuntimeFacts runtime) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        runtime.others().forEach((name, path) -> all.put(name, Map.of("path", path)));
        all.put(runtime.name(), Map.of("path", runtime.path()));
        return all;
    }

    private static List<String> securityOptions(HostFacts host) {
        List<String> all = new ArrayList<>();
        if (host.apparmor()) {
            all.add("name=apparmor");
        }
        if (host.seccomp()) {
            all.add("name=seccomp,profile=default");
        }
        if (host.selinux()) {
            all.add("name=selinux");
        }
        return all;
    }

    @JsonProperty("MemoryLimit")
    public boolean memoryLimit() {
        return true;
    }

    @JsonProperty("SwapLimit")
    public boolean swapLimit() {
        return true;
    }

    @JsonProperty("CpuCfsPeriod")
    public boolean cpuCfsPeriod() {
        return true;
    }

    @JsonProperty("CpuCfsQuota")
    public boolean cpuCfsQuota() {
        return true;
    }

    @JsonProperty("CPUShares")
    public boolean cpuShares() {
        return true;
    }

    @JsonProperty("CPUSet")
    public boolean cpuSet() {
        return true;
    }

    @JsonProperty("PidsLimit")
    public boolean pidsLimit() {
        return true;
    }

    @JsonProperty("ExperimentalBuild")
    public boolean experimentalBuild() {
        return true;
    }

    @JsonProperty("Debug")
    public boolean debug() {
        return false;
    }

    @JsonProperty("OomKillDisable")
    public boolean oomKillDisable() {
        return false;
    }

    @JsonProperty("LiveRestoreEnabled")
    public boolean liveRestoreEnabled() {
        return false;
    }

    @JsonProperty("CPURealtimePeriod")
    public boolean cpuRealtimePeriod() {
        return false;
    }

    @JsonProperty("CPURealtimeRuntime")
    public boolean cpuRealtimeRuntime() {
        return false;
    }

    @JsonProperty("Rootless")
    public boolean rootless() {
        return false;
    }

    @JsonProperty("LoggingDriver")
    public String loggingDriver() {
        return "";
    }

    @JsonProperty("IndexServerAddress")
    public String indexServerAddress() {
        return "";
    }

    @JsonProperty("HttpProxy")
    public String httpProxy() {
        return "";
    }

    @JsonProperty("HttpsProxy")
    public String httpsProxy() {
        return "";
    }

    @JsonProperty("NoProxy")
    public String noProxy() {
        return "";
    }

    @JsonProperty("Isolation")
    public String isolation() {
        return "";
    }

    @JsonProperty("InitBinary")
    public String initBinary() {
        return "";
    }

    @JsonProperty("BuildahVersion")
    public String buildahVersion() {
        return "";
    }

    @JsonProperty("OSType")
    public String osType() {
        return "linux";
    }

    @JsonProperty("NEventsListener")
    public int eventListeners() {
        return 0;
    }

    @JsonProperty("ProductLicense")
    public String productLicense() {
        return "Apache-2.0";
    }

    @JsonProperty("Warnings")
    public List<String> warnings() {
        return List.of();
    }

    @JsonProperty("GenericResources")
    public Optional<List<String>> genericResources() {
        return Optional.empty();
    }

    @JsonProperty("Labels")
    public Optional<List<String>> labels() {
        return Optional.empty();
    }

    @JsonProperty("CDISpecDirs")
    public Optional<List<String>> cdiSpecDirs() {
        return Optional.empty();
    }

    @JsonProperty("ContainerdCommit")
    public Map<String, String> containerdCommit() {
        return Map.of("ID", "");
    }

    @JsonProperty("RuncCommit")
    public Map<String, String> runcCommit() {
        return Map.of("ID", "");
    }

    @JsonProperty("InitCommit")
    public Map<String, String> initCommit() {
        return Map.of("ID", "");
    }

    @JsonProperty("RegistryConfig")
    public Map<String, Object> registryConfig() {
        return Map.of("InsecureRegistryCIDRs", List.of(), "IndexConfigs", Map.of(), "Mirrors", List.of());
    }

    @JsonProperty("Plugins")
    public Map<String, List<String>> plugins() {
        return Map.of(
                "Volume", List.of("local"),
                "Network", List.of(),
                "Authorization", List.of(),
                "Log", List.of("k8s-file", "json-file", "none"));
    }

    @JsonProperty("Swarm")
    public Map<String, Object> swarm() {
        return Map.of(
                "NodeID", "",
                "NodeAddr", "",
                "LocalNodeState", "inactive",
                "ControlAvailable", false,
                "Error", "",
                "RemoteManagers", Optional.empty());
    }
}
