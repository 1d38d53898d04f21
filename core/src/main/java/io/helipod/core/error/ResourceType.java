package io.helipod.core.error;

/** The kinds of object a client can name, each with the phrase clients match on (behaviour.md 5). */
public enum ResourceType {
    CONTAINER("container", "no such container"),
    IMAGE("image", "image not known"),
    POD("pod", "no such pod"),
    VOLUME("volume", "no such volume"),
    NETWORK("network", "network not found"),
    EXEC_SESSION("exec session", "no such exec session"),
    SECRET("secret", "no such secret"),
    LAYER("layer", "layer not known"),
    BLOB("blob", "no such blob");

    private final String noun;
    private final String notFoundPhrase;

    ResourceType(String noun, String notFoundPhrase) {
        this.noun = noun;
        this.notFoundPhrase = notFoundPhrase;
    }

    /** The word for one such object in running text. */
    public String noun() {
        return noun;
    }

    /** The stable phrase that says such an object does not exist; podman's remote client compares it. */
    public String notFoundPhrase() {
        return notFoundPhrase;
    }
}
