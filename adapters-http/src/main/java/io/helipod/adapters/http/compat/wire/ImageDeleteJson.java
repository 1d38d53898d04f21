package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.image.ImageRemoval;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One thing a removal did: an image gone or a name gone (types.md 5.4). */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ImageDeleteJson(
        @JsonProperty("Deleted") Optional<String> deleted,
        @JsonProperty("Untagged") Optional<String> untagged) {
    /** All it did, in the reference's order: images first. */
    public static List<ImageDeleteJson> from(ImageRemoval removal) {
        return Stream.concat(
                        removal.deleted().stream().map(id -> new ImageDeleteJson(Optional.of(id), Optional.empty())),
                        removal.untagged().stream()
                                .map(name -> new ImageDeleteJson(Optional.empty(), Optional.of(name))))
                .toList();
    }
}
