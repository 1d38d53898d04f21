package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.image.ImageRemoval;
import io.helipod.core.image.PrunedImage;
import java.util.List;

/** What a prune of images did (types.md 4.6). */
public record ImagesPrunedJson(
        @JsonProperty("ImagesDeleted") List<ImageDeleteJson> imagesDeleted,
        @JsonProperty("SpaceReclaimed") long spaceReclaimed) {
    /** All it did. */
    public static ImagesPrunedJson from(List<PrunedImage> pruned) {
        return new ImagesPrunedJson(
                pruned.stream()
                        .flatMap(
                                one -> ImageDeleteJson.from(new ImageRemoval(
                                                one.image().names(),
                                                List.of(one.image().id().value())))
                                        .stream())
                        .toList(),
                pruned.stream().mapToLong(PrunedImage::freed).sum());
    }
}
