package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.helipod.adapters.http.shared.Capabilities;
import io.helipod.adapters.http.shared.ContainerSize;
import io.helipod.adapters.http.shared.ContainerView;
import io.helipod.adapters.http.shared.wire.GraphDriverJson;
import io.helipod.adapters.http.shared.wire.MountPointJson;
import io.helipod.adapters.http.shared.wire.NetworkSettingsJson;
import io.helipod.core.container.ContainerPaths;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.SecuritySpec;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.system.RuntimeFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A container in podman's inspect (types.md 3.1). */
@JsonPropertyOrder(alphabetic = true)
public record InspectContainerJson(
        @JsonProperty("Id") String id,
        @JsonProperty("Created") Instant created,
        @JsonProperty("Path") String path,
        @JsonProperty("Args") List<String> args,
        @JsonProperty("State") InspectStateJson state,
        @JsonProperty("Image") String image,
        @JsonProperty("ImageDigest") String imageDigest,
        @JsonProperty("ImageName") String imageName,
        @JsonProperty("ResolvConfPath") String resolvConfPath,
        @JsonProperty("HostnamePath") String hostnamePath,
        @JsonProperty("HostsPath") String hostsPath,
        @JsonProperty("StaticDir") String staticDir,

        @JsonProperty("OCIConfigPath") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String ociConfigPath,

        @JsonProperty("OCIRuntime") String ociRuntime,
        @JsonProperty("ConmonPidFile") String conmonPidFile,
        @JsonProperty("PidFile") String pidFile,
        @JsonProperty("Name") String name,
        @JsonProperty("EffectiveCaps") List<String> effectiveCaps,
        @JsonProperty("BoundingCaps") List<String> boundingCaps,
        @JsonProperty("GraphDriver") GraphDriverJson graphDriver,

        @JsonProperty("SizeRw") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Long> sizeRw,

        @JsonProperty("SizeRootFs") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Long> sizeRootFs,

        @JsonProperty("Mounts") List<MountPointJson> mounts,
        @JsonProperty("ExecIDs") List<String> execIds,
        @JsonProperty("NetworkSettings") NetworkSettingsJson networkSettings,
        @JsonProperty("Config") InspectConfigJson config,
        @JsonProperty("HostConfig") InspectHostConfigJson hostConfig) {
    /**
     * The document.
     *
     * @param imageDigest digest of the image's manifest; empty when the image is gone
     * @param old whether the path's version is below 5: entrypoint is one text, the stop signal a number
     * @param execs its exec sessions
     * @param size when asked for
     */
    public static InspectContainerJson from(
            ContainerRecord container,
            ContainerPaths paths,
            List<ExecSession> execs,
            RuntimeFacts runtime,
            String imageDigest,
            boolean old,
            Optional<ContainerSize> size) {
        ContainerView view = new ContainerView(container);
        SecuritySpec security = container.spec().security();
        List<String> caps = Capabilities.effective(runtime.capabilities(), security.capAdd(), security.capDrop());
        return new InspectContainerJson(
                container.id().value(),
                container.created(),
                view.path(),
                // podman repeats the program where nothing follows it
                container.args().size() == 1 ? container.args() : view.arguments(),
                InspectStateJson.from(container, paths),
                container.imageId().value(),
                imageDigest,
                container.imageName(),
                paths.resolvConf(),
                paths.hostname(),
                paths.hosts(),
                paths.staticDir(),
                paths.ociConfig(),
                runtime.name(),
                paths.monitorPidFile(),
                paths.pidFile(),
                container.name(),
                caps,
                caps,
                GraphDriverJson.overlay(paths.graph()),
                size.map(ContainerSize::written),
                size.map(ContainerSize::rootFs),
                view.binds().stream().map(MountPointJson::from).toList(),
                execs.stream().map(session -> session.id().value()).toList(),
                NetworkSettingsJson.from(view),
                InspectConfigJson.from(container, old),
                InspectHostConfigJson.from(container, paths, runtime, caps));
    }

    @JsonProperty("Rootfs")
    public String rootfs() {
        return "";
    }

    @JsonProperty("Pod")
    public String pod() {
        return "";
    }

    @JsonProperty("RestartCount")
    public int restartCount() {
        return 0;
    }

    @JsonProperty("Driver")
    public String driver() {
        return graphDriver.name();
    }

    @JsonProperty("MountLabel")
    public String mountLabel() {
        return "";
    }

    @JsonProperty("ProcessLabel")
    public String processLabel() {
        return "";
    }

    @JsonProperty("AppArmorProfile")
    public String appArmorProfile() {
        return "";
    }

    @JsonProperty("Dependencies")
    public List<String> dependencies() {
        return List.of();
    }

    @JsonProperty("Namespace")
    public String namespace() {
        return "";
    }

    @JsonProperty("IsInfra")
    public boolean isInfra() {
        return false;
    }

    @JsonProperty("IsService")
    public boolean isService() {
        return false;
    }

    @JsonProperty("KubeExitCodePropagation")
    public String kubeExitCodePropagation() {
        return "invalid";
    }

    /** There are no locks with numbers here. */
    @JsonProperty("lockNumber")
    public int lockNumber() {
        return 0;
    }

    @JsonProperty("UseImageHosts")
    public boolean useImageHosts() {
        return false;
    }

    @JsonProperty("UseImageHostname")
    public boolean useImageHostname() {
        return false;
    }
}
