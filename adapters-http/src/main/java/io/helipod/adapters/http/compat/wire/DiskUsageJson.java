package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.adapters.http.shared.ContainerSize;
import io.helipod.core.image.ImageSummary;
import io.helipod.core.system.DiskUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is taken on disk (types.md 7.4); a kind that was not asked for is null. There are no volumes and no caches of builds, so these are
 * empty.
 */
public record DiskUsageJson(
        @JsonProperty("LayersSize") long layersSize,
        @JsonProperty("Images") Optional<List<ImageSummaryJson>> images,
        @JsonProperty("Containers") Optional<List<ContainerSummaryJson>> containers,
        @JsonProperty("Volumes") Optional<List<String>> volumes,
        @JsonProperty("BuildCache") Optional<List<String>> buildCache,

        @JsonProperty("BuilderSize") @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Long> builderSize) {
    /**
     * All of it.
     *
     * @param kinds that were asked for
     * @param virtualSize whether the client is old enough to expect it
     * @param builderSize whether the client is older still
     */
    public static DiskUsageJson from(
            DiskUsage usage, List<String> kinds, boolean virtualSize, boolean builderSize, Instant now) {
        boolean images = kinds.contains("image");
        return new DiskUsageJson(
                images ? usage.layers() : 0,
                when(
                        images,
                        usage.images().stream()
                                .map(one -> ImageSummaryJson.from(
                                        new ImageSummary(one.image(), one.containers()), one.shared(), virtualSize))
                                .toList()),
                when(
                        kinds.contains("container"),
                        usage.containers().stream()
                                .map(one -> ContainerSummaryJson.from(
                                        one.container(),
                                        now,
                                        Optional.of(new ContainerSize(one.image(), one.written()))))
                                .toList()),
                when(kinds.contains("volume"), List.of()),
                when(kinds.contains("build-cache"), List.of()),
                builderSize ? Optional.of(0L) : Optional.empty());
    }

    private static <T> Optional<List<T>> when(boolean wanted, List<T> list) {
        return wanted ? Optional.of(list) : Optional.empty();
    }
}
