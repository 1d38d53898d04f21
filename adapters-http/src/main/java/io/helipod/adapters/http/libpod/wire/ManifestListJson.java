package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A manifest list (types.md 5.6 ManifestListData). */
public record ManifestListJson(
        @JsonProperty("schemaVersion") int schemaVersion,
        @JsonProperty("mediaType") String mediaType,

        @JsonProperty("artifactType") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        String artifactType,

        @JsonProperty("manifests") List<InstanceJson> manifests,

        @JsonProperty("subject") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Optional<InstanceJson> subject,

        @JsonProperty("annotations") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, String> annotations) {
    /** One of its images. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record InstanceJson(
            @JsonProperty("mediaType") String mediaType,
            @JsonProperty("size") long size,
            @JsonProperty("digest") String digest,
            @JsonProperty("platform") Optional<PlatformJson> platform,
            @JsonProperty("annotations") Map<String, String> annotations,
            @JsonProperty("artifactType") String artifactType) {
        private static InstanceJson from(ImageIndex.Instance instance) {
            Descriptor manifest = instance.manifest();
            return new InstanceJson(
                    manifest.mediaType(),
                    manifest.size(),
                    manifest.digest().toString(),
                    Optional.of(instance.platform())
                            .filter(one -> !one.equals(ImageIndex.Target.UNKNOWN))
                            .map(PlatformJson::from),
                    new TreeMap<>(instance.annotations()),
                    instance.artifactType());
        }

        private static InstanceJson from(Descriptor subject) {
            return new InstanceJson(
                    subject.mediaType(), subject.size(), subject.digest().toString(), Optional.empty(), Map.of(), "");
        }
    }

    /** What an image runs on. */
    public record PlatformJson(
            @JsonProperty("architecture") String architecture,
            @JsonProperty("os") String os,

            @JsonProperty("os.version") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            String osVersion,

            @JsonProperty("os.features") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<String> osFeatures,

            @JsonProperty("variant") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            String variant,

            @JsonProperty("features") @JsonInclude(JsonInclude.Include.NON_EMPTY)
            List<String> features) {
        private static PlatformJson from(ImageIndex.Target target) {
            return new PlatformJson(
                    target.architecture(),
                    target.os(),
                    target.osVersion(),
                    target.osFeatures(),
                    target.variant(),
                    target.features());
        }
    }

    /** The list. */
    public static ManifestListJson from(ImageIndex index) {
        return new ManifestListJson(
                2,
                index.mediaType(),
                index.artifactType(),
                index.instances().stream().map(InstanceJson::from).toList(),
                index.subject().map(InstanceJson::from),
                new TreeMap<>(index.annotations()));
    }
}
