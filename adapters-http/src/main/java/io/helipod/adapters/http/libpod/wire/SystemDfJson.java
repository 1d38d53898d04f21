package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.adapters.http.shared.ContainerView;
import io.helipod.core.container.ContainerRecord;
import io.helipod.core.image.ImageReference;
import io.helipod.core.system.DiskUsage;
import io.helipod.core.system.DiskUsage.ContainerUsage;
import io.helipod.core.system.DiskUsage.ImageUsage;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What is taken on disk (types.md 7.4). There are no volumes. */
public record SystemDfJson(
        @JsonProperty("ImagesSize") long imagesSize,
        @JsonProperty("Images") List<Image> images,
        @JsonProperty("Containers") List<Container> containers,
        @JsonProperty("Volumes") List<String> volumes) {
    private static final String NONE = "<none>";

    /** An image under one of its names. */
    public record Image(
            @JsonProperty("Repository") String repository,
            @JsonProperty("Tag") String tag,
            @JsonProperty("ImageID") String imageId,
            @JsonProperty("Created") Instant created,
            @JsonProperty("Size") long size,
            @JsonProperty("SharedSize") long sharedSize,
            @JsonProperty("UniqueSize") long uniqueSize,
            @JsonProperty("Containers") int containers) {
        private static Stream<Image> from(ImageUsage usage) {
            List<String> names = usage.image().names();
            return names.isEmpty()
                    ? Stream.of(from(usage, NONE, NONE))
                    : names.stream()
                            .map(ImageReference::parseFull)
                            .map(name ->
                                    from(usage, name.repository(), name.tag().orElse(NONE)));
        }

        private static Image from(ImageUsage usage, String repository, String tag) {
            return new Image(
                    repository,
                    tag,
                    usage.image().id().value(),
                    usage.image().created(),
                    usage.image().size(),
                    usage.shared(),
                    usage.unique(),
                    usage.containers());
        }
    }

    /** A container. */
    public record Container(
            @JsonProperty("ContainerID") String containerId,
            @JsonProperty("Image") String image,
            @JsonProperty("Command") List<String> command,
            @JsonProperty("LocalVolumes") int localVolumes,
            @JsonProperty("Size") long size,
            @JsonProperty("RWSize") long rwSize,
            @JsonProperty("Created") Instant created,
            @JsonProperty("Status") String status,
            @JsonProperty("Names") String names) {
        private static Container from(ContainerUsage usage) {
            ContainerRecord container = usage.container();
            return new Container(
                    container.id().value(),
                    container.imageId().value(),
                    new ContainerView(container).command(),
                    0,
                    usage.image() + usage.written(),
                    usage.written(),
                    container.created(),
                    container.status().wire(),
                    container.name());
        }
    }

    /** All of it. */
    public static SystemDfJson from(DiskUsage usage) {
        return new SystemDfJson(
                usage.layers(),
                usage.images().stream().flatMap(Image::from).toList(),
                usage.containers().stream().map(Container::from).toList(),
                List.of());
    }
}
