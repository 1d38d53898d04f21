package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.helipod.adapters.http.shared.Capabilities;
import io.helipod.adapters.http.shared.ContainerView;
import io.helipod.adapters.http.shared.wire.HostResourcesJson;
import io.helipod.adapters.http.shared.wire.RestartPolicyJson;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.SecuritySpec;
import io.helipod.core.system.RuntimeFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How a container was tied to its host, in docker's words (types.md 2.5). */
@JsonPropertyOrder(alphabetic = true)
public record HostConfigJson(
        @JsonProperty("Binds") List<String> binds,
        @JsonProperty("LogConfig") LogConfig logConfig,
        @JsonProperty("NetworkMode") String networkMode,
        @JsonProperty("AutoRemove") boolean autoRemove,
        @JsonProperty("Annotations") Map<String, String> annotations,
        @JsonProperty("CapAdd") List<String> capAdd,
        @JsonProperty("CapDrop") List<String> capDrop,
        @JsonProperty("CgroupnsMode") String cgroupnsMode,
        @JsonProperty("GroupAdd") List<String> groupAdd,
        @JsonProperty("IpcMode") String ipcMode,
        @JsonProperty("OomScoreAdj") int oomScoreAdj,
        @JsonProperty("PidMode") String pidMode,
        @JsonProperty("ReadonlyRootfs") boolean readonlyRootfs,
        @JsonProperty("SecurityOpt") List<String> securityOpt,
        @JsonProperty("Tmpfs") Map<String, String> tmpfs,
        @JsonProperty("UTSMode") String utsMode,
        @JsonProperty("ShmSize") long shmSize,
        @JsonProperty("Init") boolean init,
        @JsonUnwrapped HostResourcesJson resources) {
    /** Where the output goes. */
    public record LogConfig(
            @JsonProperty("Type") String type,
            @JsonProperty("Config") Map<String, String> config) {}

    /** The host's side of a container. */
    public static HostConfigJson from(ContainerRecord container, RuntimeFacts runtime) {
        ContainerView view = new ContainerView(container);
        ContainerSpec spec = container.spec();
        SecuritySpec security = spec.security();
        List<String> caps = Capabilities.effective(runtime.capabilities(), security.capAdd(), security.capDrop());
        return new HostConfigJson(
                view.bindTexts(),
                logConfig(spec),
                view.networkMode(),
                spec.lifecycle().autoRemove(),
                view.annotations(),
                bare(Capabilities.difference(caps, runtime.capabilities())),
                bare(Capabilities.difference(runtime.capabilities(), caps)),
                ContainerView.mode(spec.namespaces().cgroup()),
                spec.process().groups(),
                ContainerView.mode(spec.namespaces().ipc()),
                spec.process().oomScoreAdj().orElse(0),
                ContainerView.mode(spec.namespaces().pid()),
                spec.storage().readOnlyRoot(),
                view.securityOptions(),
                view.tmpfs(),
                ContainerView.mode(spec.namespaces().uts()),
                spec.storage().shmSize().orElse(0L),
                spec.process().init(),
                HostResourcesJson.from(view));
    }

    private static LogConfig logConfig(ContainerSpec spec) {
        String type = switch (spec.log().driver().orElse(LogDriverName.K8S_FILE)) {
            case K8S_FILE, JSON_FILE -> "json-file";
            case NONE -> "none";
        };
        Map<String, String> config = new TreeMap<>();
        spec.log().maxSize().ifPresent(bytes -> config.put("max-size", Long.toString(bytes)));
        spec.log().tag().ifPresent(tag -> config.put("tag", tag));
        return new LogConfig(type, config);
    }

    /** Docker writes capabilities without CAP_. */
    private static List<String> bare(List<String> names) {
        return names.stream()
                .map(name -> name.startsWith("CAP_") ? name.substring(4) : name)
                .toList();
    }

    @JsonProperty("ContainerIDFile")
    public String containerIdFile() {
        return "";
    }

    @JsonProperty("PortBindings")
    public Map<String, String> portBindings() {
        return Map.of();
    }

    @JsonProperty("RestartPolicy")
    public RestartPolicyJson restartPolicy() {
        return RestartPolicyJson.NO;
    }

    @JsonProperty("VolumeDriver")
    public String volumeDriver() {
        return "";
    }

    @JsonProperty("VolumesFrom")
    public Optional<List<String>> volumesFrom() {
        return Optional.empty();
    }

    @JsonProperty("ConsoleSize")
    public List<Integer> consoleSize() {
        return List.of(0, 0);
    }

    @JsonProperty("Dns")
    public List<String> dns() {
        return List.of();
    }

    @JsonProperty("DnsOptions")
    public List<String> dnsOptions() {
        return List.of();
    }

    @JsonProperty("DnsSearch")
    public List<String> dnsSearch() {
        return List.of();
    }

    @JsonProperty("ExtraHosts")
    public List<String> extraHosts() {
        return List.of();
    }

    @JsonProperty("Cgroup")
    public String cgroup() {
        return "";
    }

    @JsonProperty("Links")
    public Optional<List<String>> links() {
        return Optional.empty();
    }

    @JsonProperty("Privileged")
    public boolean privileged() {
        return false;
    }

    @JsonProperty("PublishAllPorts")
    public boolean publishAllPorts() {
        return false;
    }

    @JsonProperty("UsernsMode")
    public String usernsMode() {
        return "";
    }

    @JsonProperty("Runtime")
    public String runtime() {
        return "oci";
    }

    @JsonProperty("Isolation")
    public String isolation() {
        return "";
    }

    @JsonProperty("DeviceCgroupRules")
    public Optional<List<String>> deviceCgroupRules() {
        return Optional.empty();
    }

    @JsonProperty("DeviceRequests")
    public Optional<List<String>> deviceRequests() {
        return Optional.empty();
    }

    @JsonProperty("MaskedPaths")
    public Optional<List<String>> maskedPaths() {
        return Optional.empty();
    }

    @JsonProperty("ReadonlyPaths")
    public Optional<List<String>> readonlyPaths() {
        return Optional.empty();
    }
}
