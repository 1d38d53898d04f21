package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The one record a docker load answers with. */
public record LoadedImagesJson(@JsonProperty("stream") String stream) {
    /** The images that were in the archive. */
    public static LoadedImagesJson from(List<String> names) {
        return new LoadedImagesJson("Loaded image: " + String.join(",", names));
    }
}
