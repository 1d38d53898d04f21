package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.adapters.http.shared.wire.GraphDriverJson;
import io.helipod.adapters.http.shared.wire.OciImageConfigJson;
import io.helipod.adapters.http.shared.wire.RootFsJson;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image in docker's shape (types.md 5.3). */
public record ImageInspectJson(
        @JsonProperty("Id") String id,
        @JsonProperty("RepoTags") List<String> repoTags,
        @JsonProperty("RepoDigests") List<String> repoDigests,
        @JsonProperty("Parent") String parent,
        @JsonProperty("Comment") String comment,
        @JsonProperty("Created") Instant created,

        @JsonProperty("ContainerConfig") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<OciImageConfigJson> containerConfig,

        @JsonProperty("DockerVersion") String dockerVersion,
        @JsonProperty("Author") String author,
        @JsonProperty("Config") OciImageConfigJson config,
        @JsonProperty("Architecture") String architecture,
        @JsonProperty("Os") String os,
        @JsonProperty("Size") long size,

        @JsonProperty("VirtualSize") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Long> virtualSize,

        @JsonProperty("GraphDriver") GraphDriverJson graphDriver,
        @JsonProperty("RootFS") RootFsJson rootFs,
        @JsonProperty("Metadata") Map<String, String> metadata) {
    /**
     * An image.
     *
     * @param containerConfig whether the client is old enough to expect it
     * @param virtualSize whether the client is older still
     */
    public static ImageInspectJson from(ImageRecord image, boolean containerConfig, boolean virtualSize) {
        ImageDocument document = image.document();
        OciImageConfigJson config = OciImageConfigJson.from(document.config());
        return new ImageInspectJson(
                image.id().digest().toString(),
                image.names(),
                image.repoDigests(),
                "",
                document.comment(),
                image.created(),
                containerConfig ? Optional.of(config) : Optional.empty(),
                document.dockerVersion(),
                document.author(),
                config,
                document.platform().architecture(),
                document.platform().os(),
                image.size(),
                virtualSize ? Optional.of(image.size()) : Optional.empty(),
                GraphDriverJson.overlay(Map.of()),
                RootFsJson.from(image),
                Map.of("LastTagTime", "0001-01-01T00:00:00Z"));
    }
}
