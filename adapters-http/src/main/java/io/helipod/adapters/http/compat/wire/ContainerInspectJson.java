package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.helipod.adapters.http.shared.ContainerSize;
import io.helipod.adapters.http.shared.ContainerView;
import io.helipod.adapters.http.shared.wire.GraphDriverJson;
import io.helipod.adapters.http.shared.wire.MountPointJson;
import io.helipod.adapters.http.shared.wire.NetworkSettingsJson;
import io.helipod.core.container.ContainerPaths;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.exec.ExecSession;
import io.helipod.core.system.RuntimeFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A container in docker's inspect (types.md 3.2). */
@JsonPropertyOrder(alphabetic = true)
public record ContainerInspectJson(
        @JsonProperty("Id") String id,
        @JsonProperty("Created") Instant created,
        @JsonProperty("Path") String path,
        @JsonProperty("Args") List<String> args,
        @JsonProperty("State") ContainerStateJson state,
        @JsonProperty("Image") String image,
        @JsonProperty("ResolvConfPath") String resolvConfPath,
        @JsonProperty("HostnamePath") String hostnamePath,
        @JsonProperty("HostsPath") String hostsPath,
        @JsonProperty("LogPath") String logPath,
        @JsonProperty("Name") String name,
        @JsonProperty("HostConfig") HostConfigJson hostConfig,
        @JsonProperty("GraphDriver") GraphDriverJson graphDriver,

        @JsonProperty("SizeRw") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Long> sizeRw,

        @JsonProperty("SizeRootFs") long sizeRootFs,
        @JsonProperty("Mounts") List<MountPointJson> mounts,
        @JsonProperty("ExecIDs") List<String> execIds,
        @JsonProperty("Config") ContainerConfigJson config,
        @JsonProperty("NetworkSettings") NetworkSettingsJson networkSettings) {
    /**
     * The document.
     *
     * @param execs its exec sessions
     * @param size when asked for
     */
    public static ContainerInspectJson from(
            ContainerRecord container,
            ContainerPaths paths,
            List<ExecSession> execs,
            RuntimeFacts runtime,
            Optional<ContainerSize> size) {
        ContainerView view = new ContainerView(container);
        return new ContainerInspectJson(
                container.id().value(),
                container.created(),
                view.path(),
                view.arguments(),
                ContainerStateJson.from(container),
                container.imageId().digest().toString(),
                paths.resolvConf(),
                paths.hostname(),
                paths.hosts(),
                paths.log().orElse(""),
                "/" + container.name(),
                HostConfigJson.from(container, runtime),
                GraphDriverJson.overlay(paths.graph()),
                size.map(ContainerSize::written),
                size.map(ContainerSize::rootFs).orElse(0L),
                view.binds().stream().map(MountPointJson::from).toList(),
                execs.stream().map(session -> session.id().value()).toList(),
                ContainerConfigJson.from(container),
                NetworkSettingsJson.from(view));
    }

    @JsonProperty("RestartCount")
    public int restartCount() {
        return 0;
    }

    @JsonProperty("Driver")
    public String driver() {
        return graphDriver.name();
    }

    @JsonProperty("Platform")
    public String platform() {
        return "linux";
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
}
