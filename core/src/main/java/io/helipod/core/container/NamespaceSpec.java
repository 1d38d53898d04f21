package io.helipod.core.container;

/** The namespaces of a container. The mount namespace is always its own, the user namespace always the host's. */
public record NamespaceSpec(
        NamespaceMode pid, NamespaceMode ipc, NamespaceMode uts, NamespaceMode cgroup, NetworkMode network) {
    /** Everything of its own, the default network. */
    public static final NamespaceSpec DEFAULT = new NamespaceSpec(
            NamespaceMode.PRIVATE,
            NamespaceMode.PRIVATE,
            NamespaceMode.PRIVATE,
            NamespaceMode.PRIVATE,
            NetworkMode.DEFAULT);
}
