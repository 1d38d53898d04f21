package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.container.CreatedContainer;
import java.util.List;

/** Answer of container create (types.md 2.4). */
public record CreatedContainerJson(
        @JsonProperty("Id") String id,
        @JsonProperty("Warnings") List<String> warnings) {
    /** The created container. */
    public static CreatedContainerJson from(CreatedContainer created) {
        return new CreatedContainerJson(created.id().value(), created.warnings());
    }
}
