package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.helipod.adapters.http.shared.UptimeText;
import io.helipod.core.system.HostFacts;
import io.helipod.core.system.RuntimeFacts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The machine in podman's info (types.md 7.1). */
@JsonPropertyOrder(alphabetic = true)
public record InfoHostJson(
        @JsonProperty("arch") String arch,
        @JsonProperty("cgroupManager") String cgroupManager,
        @JsonProperty("cgroupVersion") String cgroupVersion,
        @JsonProperty("cgroupControllers") List<String> cgroupControllers,
        @JsonProperty("conmon") Program conmon,
        @JsonProperty("cpus") int cpus,
        @JsonProperty("cpuUtilization") Cpu cpuUtilization,
        @JsonProperty("distribution") Map<String, String> distribution,
        @JsonProperty("hostname") String hostname,
        @JsonProperty("kernel") String kernel,
        @JsonProperty("memFree") long memFree,
        @JsonProperty("memTotal") long memTotal,
        @JsonProperty("ociRuntime") Runtime ociRuntime,
        @JsonProperty("runtimeInfo") Map<String, Object> runtimeInfo,
        @JsonProperty("security") Security security,
        @JsonProperty("swapFree") long swapFree,
        @JsonProperty("swapTotal") long swapTotal,
        @JsonProperty("uptime") String uptime) {
    /** A program. */
    public record Program(
            @JsonProperty("package") String packageName,
            @JsonProperty("path") String path,
            @JsonProperty("version") String version) {}

    /** The runtime. */
    public record Runtime(
            @JsonProperty("name") String name,
            @JsonProperty("package") String packageName,
            @JsonProperty("path") String path,
            @JsonProperty("version") String version) {}

    /** Shares of the processors' time since boot. */
    public record Cpu(
            @JsonProperty("userPercent") double userPercent,
            @JsonProperty("systemPercent") double systemPercent,
            @JsonProperty("idlePercent") double idlePercent) {}

    /** What fences containers in. */
    public record Security(
            @JsonProperty("apparmorEnabled") boolean apparmorEnabled,
            @JsonProperty("capabilities") String capabilities,
            @JsonProperty("rootless") boolean rootless,
            @JsonProperty("seccompEnabled") boolean seccompEnabled,
            @JsonProperty("seccompProfilePath") String seccompProfilePath,
            @JsonProperty("selinuxEnabled") boolean selinuxEnabled) {}

    /** The machine and the programs. */
    public static InfoHostJson from(HostFacts host, RuntimeFacts runtime) {
        return new InfoHostJson(
                host.architecture(),
                runtime.cgroupManager(),
                "v" + host.cgroupVersion(),
                host.cgroupControllers(),
                new Program("Unknown", runtime.monitorPath(), runtime.monitorVersion()),
                host.cpus(),
                new Cpu(host.userCpuPercent(), host.systemCpuPercent(), host.idleCpuPercent()),
                distribution(host),
                host.hostname(),
                host.kernel(),
                host.memoryFree(),
                host.memoryTotal(),
                new Runtime(runtime.name(), "Unknown", runtime.path(), runtime.version()),
                Map.of("reason", runtime.reason(), "others", new TreeMap<>(runtime.others())),
                new Security(
                        host.apparmor(),
                        String.join(",", runtime.capabilities()),
                        false,
                        host.seccomp(),
                        runtime.seccompProfile(),
                        host.selinux()),
                host.swapFree(),
                host.swapTotal(),
                UptimeText.of(host.uptimeSeconds()));
    }

    private static Map<String, String> distribution(HostFacts host) {
        Map<String, String> all = new TreeMap<>();
        all.put("distribution", host.distribution());
        all.put("version", host.distributionVersion());
        if (!host.distributionCodename().isEmpty()) {
            all.put("codename", host.distributionCodename());
        }
        return all;
    }

    @JsonProperty("buildahVersion")
    public String buildahVersion() {
        return "";
    }

    @JsonProperty("databaseBackend")
    public String databaseBackend() {
        return "sqlite";
    }

    @JsonProperty("eventLogger")
    public String eventLogger() {
        return "file";
    }

    @JsonProperty("idMappings")
    public Map<String, Object> idMappings() {
        return Map.of("gidmap", List.of(), "uidmap", List.of());
    }

    @JsonProperty("linkmode")
    public String linkMode() {
        return "dynamic";
    }

    @JsonProperty("logDriver")
    public String logDriver() {
        return "k8s-file";
    }

    /** None works yet; clients take no other word. */
    @JsonProperty("networkBackend")
    public String networkBackend() {
        return "netavark";
    }

    @JsonProperty("networkBackendInfo")
    public Map<String, Object> networkBackendInfo() {
        return Map.of("backend", "netavark", "dns", Map.of());
    }

    @JsonProperty("os")
    public String os() {
        return "linux";
    }

    @JsonProperty("rootlessNetworkCmd")
    public String rootlessNetworkCommand() {
        return "";
    }

    @JsonProperty("serviceIsRemote")
    public boolean serviceIsRemote() {
        return false;
    }

    @JsonProperty("slirp4netns")
    public Map<String, String> slirp4netns() {
        return pasta();
    }

    @JsonProperty("pasta")
    public Map<String, String> pasta() {
        return Map.of("executable", "", "package", "", "version", "");
    }

    @JsonProperty("variant")
    public String variant() {
        return "";
    }
}
