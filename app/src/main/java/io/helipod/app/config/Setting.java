package io.helipod.app.config;

import java.util.Optional;

/**
 * Every setting that a flag or a variable can give, with its one name in each source. Keys that containers.conf has too are
 * spelled as there, so that all sources meet in one tree.
 */
public enum Setting {
    ROOT("--root", "HELIPOD_ROOT", "storage.graphroot", "DIR", "folder of what lasts: images, layers, records"),
    RUNROOT("--runroot", "HELIPOD_RUNROOT", "storage.runroot", "DIR", "folder of what vanishes at reboot"),
    STORAGE_DRIVER("--storage-driver", "STORAGE_DRIVER", "storage.driver", "NAME", "only overlay"),
    CGROUP_MANAGER(
            "--cgroup-manager", "HELIPOD_CGROUP_MANAGER", "engine.cgroup_manager", "NAME", "cgroupfs or systemd"),
    RUNTIME("--runtime", "HELIPOD_RUNTIME", "engine.runtime", "NAME|PATH", "OCI runtime; probed when absent"),
    CONMON("--conmon", "HELIPOD_CONMON", "engine.conmon", "PATH", "container monitor; searched when absent"),
    LOG_LEVEL("--log-level", "HELIPOD_LOG_LEVEL", "engine.log_level", "LEVEL", "trace, debug, info, warn or error"),
    TIME("--time", "HELIPOD_TIME", "service.time", "SECONDS", "leave after this long without connections; 0 = never"),
    CORS("--cors", "HELIPOD_CORS", "service.cors", "VALUE", "Access-Control-Allow-Origin of every answer"),
    PROFILE(
            "--profile-address",
            "HELIPOD_PROFILE_ADDRESS",
            "service.profile",
            "HOST:PORT",
            "thread dumps, recordings and heap summaries; loopback only"),
    GROUP(
            "--socket-group",
            "HELIPOD_SOCKET_GROUP",
            "service.socket_group",
            "NAME",
            "group that may use the socket too (mode 0660)"),
    INSECURE_TCP(
            "--allow-insecure-tcp",
            "HELIPOD_ALLOW_INSECURE_TCP",
            "service.allow_insecure_tcp",
            "",
            "serve plain TCP beyond loopback: whoever reaches it is root here"),
    URI("", "PODMAN_SOCKET", "service.uri", "URI", "unix:///path or tcp://host:port");

    private final String flag;
    private final String variable;
    private final String key;
    private final String label;
    private final String description;

    Setting(String flag, String variable, String key, String label, String description) {
        this.flag = flag;
        this.variable = variable;
        this.key = key;
        this.label = label;
        this.description = description;
    }

    /** The long option; empty for the positional URI. */
    public Optional<String> flag() {
        return flag.isEmpty() ? Optional.empty() : Optional.of(flag);
    }

    /** The environment variable. */
    public String variable() {
        return variable;
    }

    /** Key in the configuration tree. */
    public String key() {
        return key;
    }

    /** What its value is called in the help; empty for a switch. */
    public String label() {
        return label;
    }

    /** One line for the help. */
    public String description() {
        return description;
    }
}
