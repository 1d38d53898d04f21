package io.helipod.core.event;

import java.util.Locale;

/** The kinds of object events speak of (types.md 6). */
public enum EventType {
    CONTAINER,
    IMAGE,
    NETWORK,
    POD,
    VOLUME,
    SYSTEM,
    SECRET;

    /** The word on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
