package io.helipod.core.image;

/**
 * A path that is another on top of other layers.
 *
 * @param path absolute
 */
public record LayerChange(String path, Kind kind) {
    /** What became of it, in the order of Docker's numbers. */
    public enum Kind {
        MODIFIED,
        ADDED,
        DELETED
    }
}
