package io.helipod.core.id;

import io.helipod.core.error.EngineException.InvalidArgument;

/**
 * A container's id: 64 lower-case hex digits (behaviour.md 10).
 *
 * @param value the digits
 */
public record ContainerId(String value) {
    public ContainerId {
        if (!Hex.isHex(value, 64)) {
            throw new InvalidArgument("container id is not 64 hex digits: " + value);
        }
    }

    /** The first twelve digits, as people see them. */
    public String shortened() {
        return value.substring(0, 12);
    }

    @Override
    public String toString() {
        return value;
    }
}
