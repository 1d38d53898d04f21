package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An image in docker's list (types.md 5.1). */
public record ImageSummaryJson(
        @JsonProperty("Id") String id,
        @JsonProperty("ParentId") String parentId,
        @JsonProperty("RepoTags") List<String> repoTags,
        @JsonProperty("RepoDigests") List<String> repoDigests,
        @JsonProperty("Created") long created,
        @JsonProperty("Size") long size,
        @JsonProperty("SharedSize") long sharedSize,

        @JsonProperty("VirtualSize") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Long> virtualSize,

        @JsonProperty("Labels") Optional<Map<String, String>> labels,
        @JsonProperty("Containers") int containers,

        @JsonProperty("Dangling") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean dangling,

        @JsonProperty("Digest") String digest,

        @JsonProperty("Names") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> names) {
    /**
     * An image.
     *
     * @param sharedSize bytes of layers other images have too; -1 when it was not asked for
     * @param virtualSize whether the client is old enough to expect it
     */
    public static ImageSummaryJson from(ImageSummary summary, long sharedSize, boolean virtualSize) {
        ImageRecord image = summary.image();
        Map<String, String> labels = image.document().config().labels();
        return new ImageSummaryJson(
                image.id().digest().toString(),
                "",
                image.names(),
                image.repoDigests(),
                image.created().getEpochSecond(),
                image.size(),
                sharedSize,
                virtualSize ? Optional.of(image.size()) : Optional.empty(),
                labels.isEmpty() ? Optional.empty() : Optional.of(new TreeMap<>(labels)),
                summary.containers(),
                image.names().isEmpty(),
                image.manifest().digest().toString(),
                image.names());
    }
}
