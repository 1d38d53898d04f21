package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.id.ImageId;

/** The image that a commit made. */
public record CommittedImageJson(@JsonProperty("Id") String id) {
    /** With the prefix that docker's image ids have. */
    public static CommittedImageJson from(ImageId id) {
        return new CommittedImageJson(id.digest().toString());
    }
}
