package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.helipod.adapters.http.shared.Capabilities;
import io.helipod.adapters.http.shared.ContainerView;
import io.helipod.adapters.http.shared.HumanText;
import io.helipod.adapters.http.shared.wire.HostResourcesJson;
import io.helipod.adapters.http.shared.wire.RestartPolicyJson;
import io.helipod.core.container.ContainerPaths;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ContainerSpec;
import io.helipod.core.container.LogDriverName;
import io.helipod.core.container.NamespaceMode;
import io.helipod.core.system.RuntimeFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a container was tied to its host, in podman's words (types.md 3.1 HostConfig). */
@JsonPropertyOrder(alphabetic = true)
public record InspectHostConfigJson(
        @JsonProperty("Binds") List<String> binds,
        @JsonProperty("CgroupManager") String cgroupManager,
        @JsonProperty("CgroupMode") String cgroupMode,
        @JsonProperty("LogConfig") LogConfig logConfig,
        @JsonProperty("NetworkMode") String networkMode,
        @JsonProperty("AutoRemove") boolean autoRemove,
        @JsonProperty("Annotations") Optional<Map<String, String>> annotations,
        @JsonProperty("CapAdd") List<String> capAdd,
        @JsonProperty("CapDrop") List<String> capDrop,
        @JsonProperty("GroupAdd") List<String> groupAdd,
        @JsonProperty("IpcMode") String ipcMode,
        @JsonProperty("OomScoreAdj") int oomScoreAdj,
        @JsonProperty("PidMode") String pidMode,
        @JsonProperty("ReadonlyRootfs") boolean readonlyRootfs,
        @JsonProperty("SecurityOpt") List<String> securityOpt,
        @JsonProperty("Tmpfs") Map<String, String> tmpfs,
        @JsonProperty("UTSMode") String utsMode,
        @JsonProperty("ShmSize") long shmSize,

        @JsonProperty("Init") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean init,

        @JsonUnwrapped HostResourcesJson resources) {
    /** Where the output goes. */
    public record LogConfig(
            @JsonProperty("Type") String type,
            @JsonProperty("Config") Optional<Map<String, String>> config,
            @JsonProperty("Path") String path,
            @JsonProperty("Tag") String tag,
            @JsonProperty("Size") String size) {}

    /**
     * The host's side of a container.
     *
     * @param caps the container's capabilities
     */
    public static InspectHostConfigJson from(
            ContainerRecord container, ContainerPaths paths, RuntimeFacts runtime, List<String> caps) {
        ContainerView view = new ContainerView(container);
        ContainerSpec spec = container.spec();
        return new InspectHostConfigJson(
                view.bindTexts(),
                runtime.cgroupManager(),
                ContainerView.mode(spec.namespaces().cgroup()),
                logConfig(spec, paths),
                view.networkMode(),
                spec.lifecycle().autoRemove(),
                Optional.of(view.annotations()).filter(all -> !all.isEmpty()),
                Capabilities.difference(caps, runtime.capabilities()),
                Capabilities.difference(runtime.capabilities(), caps),
                spec.process().groups(),
                spec.namespaces().ipc() instanceof NamespaceMode.Host ? "host" : "shareable",
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

    private static LogConfig logConfig(ContainerSpec spec, ContainerPaths paths) {
        String type = switch (spec.log().driver().orElse(LogDriverName.K8S_FILE)) {
            // podman stores and shows docker's name as its own
            case K8S_FILE, JSON_FILE -> "k8s-file";
            case NONE -> "none";
        };
        return new LogConfig(
                type,
                Optional.empty(),
                paths.log().orElse(""),
                spec.log().tag().orElse(""),
                HumanText.size(spec.log().maxSize().filter(bytes -> bytes > 0).orElse(0L)));
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

    @JsonProperty("AutoRemoveImage")
    public boolean autoRemoveImage() {
        return false;
    }

    @JsonProperty("VolumeDriver")
    public String volumeDriver() {
        return "";
    }

    @JsonProperty("VolumesFrom")
    public Optional<List<String>> volumesFrom() {
        return Optional.empty();
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

    @JsonProperty("HostsFile")
    public String hostsFile() {
        return "";
    }

    @JsonProperty("Cgroup")
    public String cgroup() {
        return "";
    }

    @JsonProperty("Cgroups")
    public String cgroups() {
        return "default";
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

    @JsonProperty("ConsoleSize")
    public List<Integer> consoleSize() {
        return List.of(0, 0);
    }

    @JsonProperty("Isolation")
    public String isolation() {
        return "";
    }

    @JsonProperty("DiskQuota")
    public long diskQuota() {
        return 0;
    }

    @JsonProperty("CgroupConf")
    public Optional<Map<String, String>> cgroupConf() {
        return Optional.empty();
    }
}
