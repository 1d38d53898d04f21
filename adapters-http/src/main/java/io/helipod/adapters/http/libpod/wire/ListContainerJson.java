package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.helipod.adapters.http.shared.ContainerSize;
import io.helipod.adapters.http.shared.ContainerView;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.container.ExposedPort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A container in podman's list (types.md 4.1). */
@JsonPropertyOrder(alphabetic = true)
public record ListContainerJson(
        @JsonProperty("AutoRemove") boolean autoRemove,
        @JsonProperty("Command") Optional<List<String>> command,
        @JsonProperty("Created") Instant created,
        @JsonProperty("Exited") boolean exited,
        @JsonProperty("ExitedAt") long exitedAt,
        @JsonProperty("ExitCode") int exitCode,
        @JsonProperty("ExposedPorts") Optional<Map<Integer, List<String>>> exposedPorts,
        @JsonProperty("Id") String id,
        @JsonProperty("Image") String image,
        @JsonProperty("ImageID") String imageId,
        @JsonProperty("Labels") Optional<Map<String, String>> labels,
        @JsonProperty("Mounts") List<String> mounts,
        @JsonProperty("Names") List<String> names,
        @JsonProperty("Namespaces") NamespaceIdsJson namespaces,
        @JsonProperty("Networks") List<String> networks,
        @JsonProperty("Pid") long pid,
        @JsonProperty("Size") Optional<Size> size,
        @JsonProperty("StartedAt") long startedAt,
        @JsonProperty("State") String state) {
    /** Bytes of the image's files and of the container's own. */
    public record Size(
            @JsonProperty("rootFsSize") long rootFsSize,
            @JsonProperty("rwSize") long rwSize) {}

    /**
     * A row.
     *
     * @param size when asked for
     */
    public static ListContainerJson from(
            ContainerRecord container, NamespaceIdsJson namespaces, Optional<ContainerSize> size) {
        ContainerView view = new ContainerView(container);
        return new ListContainerJson(
                container.spec().lifecycle().autoRemove(),
                Optional.of(view.command()).filter(command -> !command.isEmpty()),
                container.created(),
                container.status().isOver(),
                view.finishedAt().getEpochSecond(),
                container.state().exitCode(),
                exposed(container),
                container.id().value(),
                container.imageName(),
                container.imageId().value(),
                Optional.<Map<String, String>>of(new TreeMap<>(container.spec().labels()))
                        .filter(labels -> !labels.isEmpty()),
                view.mountTargets(),
                List.of(container.name()),
                namespaces,
                view.networkNames(),
                container.state().pid(),
                size.map(all -> new Size(all.rootFs(), all.written())),
                view.startedAt().getEpochSecond(),
                container.status().wire());
    }

    private static Optional<Map<Integer, List<String>>> exposed(ContainerRecord container) {
        Map<Integer, List<String>> all = new TreeMap<>();
        for (ExposedPort port : container.spec().exposedPorts()) {
            all.computeIfAbsent(port.number(), number -> new ArrayList<>())
                    .add(port.protocol().wire());
        }
        return Optional.of(all).filter(ports -> !ports.isEmpty());
    }

    @JsonProperty("CreatedAt")
    public String createdAt() {
        return "";
    }

    @JsonProperty("CIDFile")
    public String cidFile() {
        return "";
    }

    @JsonProperty("IsInfra")
    public boolean isInfra() {
        return false;
    }

    @JsonProperty("Pod")
    public String pod() {
        return "";
    }

    @JsonProperty("PodName")
    public String podName() {
        return "";
    }

    @JsonProperty("Ports")
    public Optional<List<String>> ports() {
        return Optional.empty();
    }

    @JsonProperty("Restarts")
    public int restarts() {
        return 0;
    }

    /** The state of the health check, of which there is none. */
    @JsonProperty("Status")
    public String status() {
        return "";
    }
}
