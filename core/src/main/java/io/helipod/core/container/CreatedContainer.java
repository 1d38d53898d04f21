package io.helipod.core.container;

import io.helipod.core.id.ContainerId;
import java.util.List;

/** A container just made, and what its creator should know about it. */
public record CreatedContainer(ContainerId id, List<String> warnings) {
    public CreatedContainer {
        warnings = List.copyOf(warnings);
    }
}
