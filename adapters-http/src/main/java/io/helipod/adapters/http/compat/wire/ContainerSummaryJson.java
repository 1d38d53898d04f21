package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.adapters.http.shared.ContainerSize;
import io.helipod.adapters.http.shared.ContainerView;
import io.helipod.adapters.http.shared.wire.MountPointJson;
import io.helipod.adapters.http.shared.wire.NetworkEndpointJson;
import io.helipod.adapters.http.shared.wire.NetworkSettingsJson;
import io.helipod.core.container.ContainerRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A container in docker's list (types.md 4.2). */
public record ContainerSummaryJson(
        @JsonProperty("Id") String id,
        @JsonProperty("Names") List<String> names,
        @JsonProperty("Image") String image,
        @JsonProperty("ImageID") String imageId,
        @JsonProperty("Command") String command,
        @JsonProperty("Created") long created,
        @JsonProperty("Ports") List<String> ports,

        @JsonProperty("SizeRw") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Long> sizeRw,

        @JsonProperty("SizeRootFs") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Long> sizeRootFs,

        @JsonProperty("Labels") Map<String, String> labels,
        @JsonProperty("State") String state,
        @JsonProperty("Status") String status,
        @JsonProperty("NetworkSettings") Networks networkSettings,
        @JsonProperty("Mounts") List<MountPointJson> mounts) {
    /** The networks alone. */
    public record Networks(@JsonProperty("Networks") Map<String, NetworkEndpointJson> networks) {}

    /** A row as it is now. */
    public static ContainerSummaryJson from(ContainerRecord container, Instant now, Optional<ContainerSize> size) {
        return from(container, new ContainerView(container).dockerStatus(now), size);
    }

    /**
     * A row.
     *
     * @param status the sentence about the state, which ages
     * @param size when asked for
     */
    public static ContainerSummaryJson from(ContainerRecord container, String status, Optional<ContainerSize> size) {
        ContainerView view = new ContainerView(container);
        return new ContainerSummaryJson(
                container.id().value(),
                List.of("/" + container.name()),
                container.imageName(),
                container.imageId().digest().toString(),
                String.join(" ", container.args()),
                container.created().getEpochSecond(),
                List.of(),
                size.map(ContainerSize::written),
                size.map(ContainerSize::rootFs),
                new TreeMap<>(container.spec().labels()),
                ContainerView.dockerState(container.status()),
                status,
                new Networks(NetworkSettingsJson.endpoints(view)),
                view.binds().stream().map(MountPointJson::from).toList());
    }
}
