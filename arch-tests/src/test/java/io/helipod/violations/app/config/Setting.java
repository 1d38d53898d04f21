package io.helipod.violations.app.config;

import io.helipod.violations.app.Door;

/** The other half. */
public final class Setting {
    /** Should not know who is set up by it. */
    public Door door() {
        return new Door(this);
    }
}
