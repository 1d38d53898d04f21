package io.helipod.core.container;

import java.util.Set;

/**
 * Environment variables that a client does not want from the image or the engine; its own are not concerned.
 *
 * @param all every one of the image, the configuration and the engine, but for the host name
 * @param names these, and the host name if it is among them
 */
public record EnvUnset(boolean all, Set<String> names) {
    /** All are wanted. */
    public static final EnvUnset NONE = new EnvUnset(false, Set.of());

    public EnvUnset {
        names = Set.copyOf(names);
    }
}
