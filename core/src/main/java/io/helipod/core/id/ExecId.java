package io.helipod.core.id;

import io.helipod.core.error.EngineException.InvalidArgument;

/**
 * An exec session's id: 64 lower-case hex digits; there are no prefixes (behaviour.md 10).
 *
 * @param value the digits
 */
public record ExecId(String value) {
    public ExecId {
        if (!isExecId(value)) {
            throw new InvalidArgument("exec session id is not 64 hex digits: " + value);
        }
    }

    /** Whether a text can be one. */
    public static boolean isExecId(String text) {
        return Hex.isHex(text, 64);
    }

    @Override
    public String toString() {
        return value;
    }
}
