package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.adapters.http.shared.wire.GraphDriverJson;
import io.helipod.adapters.http.shared.wire.OciImageConfigJson;
import io.helipod.adapters.http.shared.wire.RootFsJson;
import io.helipod.core.image.HistoryEntry;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An image in podman's shape (types.md 5.2). */
public record InspectImageJson(
        @JsonProperty("Id") String id,
        @JsonProperty("Digest") String digest,
        @JsonProperty("RepoTags") List<String> repoTags,
        @JsonProperty("RepoDigests") List<String> repoDigests,
        @JsonProperty("Parent") String parent,
        @JsonProperty("Comment") String comment,
        @JsonProperty("Created") Instant created,
        @JsonProperty("Config") OciImageConfigJson config,
        @JsonProperty("Version") String version,
        @JsonProperty("Author") String author,
        @JsonProperty("Architecture") String architecture,
        @JsonProperty("Os") String os,
        @JsonProperty("Size") long size,
        @JsonProperty("VirtualSize") long virtualSize,
        @JsonProperty("GraphDriver") GraphDriverJson graphDriver,
        @JsonProperty("RootFS") RootFsJson rootFs,
        @JsonProperty("Labels") Optional<Map<String, String>> labels,
        @JsonProperty("Annotations") Map<String, String> annotations,
        @JsonProperty("ManifestType") String manifestType,
        @JsonProperty("User") String user,
        @JsonProperty("History") List<Step> history,
        @JsonProperty("NamesHistory") List<String> namesHistory) {
    /** One step of its making. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Step(
            @JsonProperty("created") Optional<Instant> created,
            @JsonProperty("created_by") String createdBy,
            @JsonProperty("author") String author,
            @JsonProperty("comment") String comment,

            @JsonProperty("empty_layer") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
            boolean emptyLayer) {
        private static Step from(HistoryEntry entry) {
            return new Step(entry.created(), entry.createdBy(), entry.author(), entry.comment(), entry.emptyLayer());
        }
    }

    /** An image. */
    public static InspectImageJson from(ImageRecord image) {
        ImageDocument document = image.document();
        Map<String, String> labels = document.config().labels();
        return new InspectImageJson(
                image.id().value(),
                image.manifest().digest().toString(),
                image.names().reversed(),
                image.repoDigests(),
                "",
                document.comment(),
                image.created(),
                OciImageConfigJson.from(document.config()),
                document.dockerVersion(),
                document.author(),
                document.platform().architecture(),
                document.platform().os(),
                image.size(),
                image.size(),
                GraphDriverJson.overlay(Map.of()),
                RootFsJson.from(image),
                labels.isEmpty() ? Optional.empty() : Optional.of(new TreeMap<>(labels)),
                Map.of(),
                image.manifest().mediaType(),
                document.config().user(),
                document.history().stream().map(Step::from).toList(),
                image.formerNames());
    }
}
