package io.helipod.core.container;

/** Where a container's output is kept. */
public enum LogDriverName {
    /** One text line a record, CRI format (behaviour.md 14). */
    K8S_FILE("k8s-file"),
    /** Docker's name; stored as k8s-file, as podman does. */
    JSON_FILE("json-file"),
    /** Nowhere. */
    NONE("none");

    private final String wire;

    LogDriverName(String wire) {
        this.wire = wire;
    }

    /** The word on the wire. */
    public String wire() {
        return wire;
    }
}
