package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.image.ImageRecord;
import io.helipod.core.image.ImageSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An image in podman's list (types.md 5.1). */
public record ListImageJson(
        @JsonProperty("Id") String id,
        @JsonProperty("ParentId") String parentId,
        @JsonProperty("RepoTags") List<String> repoTags,
        @JsonProperty("RepoDigests") List<String> repoDigests,
        @JsonProperty("Created") long created,
        @JsonProperty("Size") long size,
        @JsonProperty("SharedSize") long sharedSize,
        @JsonProperty("VirtualSize") long virtualSize,
        @JsonProperty("Labels") Optional<Map<String, String>> labels,
        @JsonProperty("Containers") int containers,

        @JsonProperty("Dangling") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean dangling,

        @JsonProperty("Arch") String architecture,
        @JsonProperty("Digest") String digest,

        @JsonProperty("History") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> history,

        @JsonProperty("IsManifestList") boolean manifestList,

        @JsonProperty("Names") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> names,

        @JsonProperty("Os") String os) {
    /** An image. */
    public static ListImageJson from(ImageSummary summary) {
        ImageRecord image = summary.image();
        Map<String, String> labels = image.document().config().labels();
        return new ListImageJson(
                image.id().value(),
                "",
                image.names(),
                image.repoDigests(),
                image.created().getEpochSecond(),
                image.size(),
                0,
                image.size(),
                labels.isEmpty() ? Optional.empty() : Optional.of(new TreeMap<>(labels)),
                summary.containers(),
                image.names().isEmpty(),
                image.document().platform().architecture(),
                image.manifest().digest().toString(),
                image.formerNames(),
                image.manifestList(),
                image.names(),
                image.document().platform().os());
    }
}
