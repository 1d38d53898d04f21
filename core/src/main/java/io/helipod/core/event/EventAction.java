package io.helipod.core.event;

/**
 * What happened, in podman's words; the Docker-compatible adapter renames the few that Docker calls otherwise
 * (behaviour.md 16).
 */
public enum EventAction {
    ATTACH("attach"),
    CLEANUP("cleanup"),
    COMMIT("commit"),
    CREATE("create"),
    DIED("died"),
    EXEC("exec"),
    EXEC_DIED("exec_died"),
    IMPORT("import"),
    INIT("init"),
    KILL("kill"),
    LOAD("loadfromarchive"),
    PAUSE("pause"),
    PULL("pull"),
    PULL_ERROR("pull-error"),
    PUSH("push"),
    REMOVE("remove"),
    RENAME("rename"),
    RESTART("restart"),
    SAVE("save"),
    START("start"),
    STOP("stop"),
    TAG("tag"),
    UNPAUSE("unpause"),
    UNTAG("untag");

    private final String wire;

    EventAction(String wire) {
        this.wire = wire;
    }

    /** The word on the wire. */
    public String wire() {
        return wire;
    }
}
