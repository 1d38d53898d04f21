package io.helipod.core.id;

import io.helipod.core.error.EngineException.InvalidArgument;

/**
 * What a client writes to name an object: a name, a full id or a prefix of one; an image reference for images.
 *
 * @param value not empty, at most 1024 characters
 */
public record NameOrId(String value) {
    private static final int MOST = 1024;

    public NameOrId {
        if (value.isEmpty()) {
            throw new InvalidArgument("name or ID must not be empty");
        }
        if (value.length() > MOST) {
            throw new InvalidArgument("name or ID is longer than " + MOST + " characters");
        }
    }

    /** The name of a container. */
    public static NameOrId of(ContainerId id) {
        return new NameOrId(id.value());
    }

    @Override
    public String toString() {
        return value;
    }
}
