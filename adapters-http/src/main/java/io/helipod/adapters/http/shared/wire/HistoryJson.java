package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.id.ImageId;
import io.helipod.core.image.ImageHistory;
import io.helipod.core.image.ImageStep;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One step of an image's making (types.md 5.4). */
public record HistoryJson(
        @JsonProperty("Id") String id,
        @JsonProperty("Created") long created,
        @JsonProperty("CreatedBy") String createdBy,
        @JsonProperty("Tags") Optional<List<String>> tags,
        @JsonProperty("Size") long size,
        @JsonProperty("Comment") String comment) {
    /**
     * All steps.
     *
     * @param prefix of ids, also where there is none
     */
    public static List<HistoryJson> from(ImageHistory history, String prefix) {
        return history.steps().stream().map(step -> from(step, prefix)).toList();
    }

    private static HistoryJson from(ImageStep step, String prefix) {
        return new HistoryJson(
                prefix + step.image().map(ImageId::value).orElse("<missing>"),
                step.entry().created().map(Instant::getEpochSecond).orElse(0L),
                step.entry().createdBy(),
                Optional.of(step.tags()).filter(tags -> !tags.isEmpty()),
                step.size(),
                step.entry().comment());
    }
}
