package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.image.ImageRecord;
import java.util.List;

/** An image's layers by diff id, lowest first. */
public record RootFsJson(
        @JsonProperty("Type") String type,
        @JsonProperty("Layers") List<String> layers) {
    /** The layers of an image. */
    public static RootFsJson from(ImageRecord image) {
        return new RootFsJson(
                "layers", image.chain().stream().map(Object::toString).toList());
    }
}
