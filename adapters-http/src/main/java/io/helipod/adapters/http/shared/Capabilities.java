package io.helipod.adapters.http.shared;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Names of Linux capabilities (capabilities(7)), read as clients write them. */
public final class Capabilities {
    private static final List<String> KNOWN = List.of(
            "CAP_AUDIT_CONTROL",
            "CAP_AUDIT_READ",
            "CAP_AUDIT_WRITE",
            "CAP_BLOCK_SUSPEND",
            "CAP_BPF",
            "CAP_CHECKPOINT_RESTORE",
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_DAC_READ_SEARCH",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_IPC_LOCK",
            "CAP_IPC_OWNER",
            "CAP_KILL",
            "CAP_LEASE",
            "CAP_LINUX_IMMUTABLE",
            "CAP_MAC_ADMIN",
            "CAP_MAC_OVERRIDE",
            "CAP_MKNOD",
            "CAP_NET_ADMIN",
            "CAP_NET_BIND_SERVICE",
            "CAP_NET_BROADCAST",
            "CAP_NET_RAW",
            "CAP_PERFMON",
            "CAP_SETFCAP",
            "CAP_SETGID",
            "CAP_SETPCAP",
            "CAP_SETUID",
            "CAP_SYSLOG",
            "CAP_SYS_ADMIN",
            "CAP_SYS_BOOT",
            "CAP_SYS_CHROOT",
            "CAP_SYS_MODULE",
            "CAP_SYS_NICE",
            "CAP_SYS_PACCT",
            "CAP_SYS_PTRACE",
            "CAP_SYS_RAWIO",
            "CAP_SYS_RESOURCE",
            "CAP_SYS_TIME",
            "CAP_SYS_TTY_CONFIG",
            "CAP_WAKE_ALARM");
    /** Stands for all of them. */
    public static final String ALL = "ALL";

    private Capabilities() {}

    /** The names with CAP_, in any case and with or without the prefix on the way in; {@code ALL} stays. */
    public static List<String> parse(Collection<String> names) {
        return names.stream().map(Capabilities::parse).distinct().toList();
    }

    private static String parse(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.equals(ALL) || upper.equals("CAP_ALL")) {
            return ALL;
        }
        String full = upper.startsWith("CAP_") ? upper : "CAP_" + upper;
        if (!KNOWN.contains(full)) {
            throw new InvalidArgument("unknown capability \"" + name + "\"");
        }
        return full;
    }

    /** What a container has of the {@code defaults} after adding and dropping, sorted. */
    public static List<String> effective(List<String> defaults, List<String> added, List<String> dropped) {
        Set<String> result = new TreeSet<>(dropped.contains(ALL) ? List.of() : defaults);
        if (added.contains(ALL)) {
            result.addAll(KNOWN);
        }
        if (!dropped.contains(ALL)) {
            dropped.forEach(result::remove);
        }
        added.stream().filter(name -> !name.equals(ALL)).forEach(result::add);
        return List.copyOf(result);
    }

    /** What {@code left} has and {@code right} has not, sorted. */
    public static List<String> difference(List<String> left, List<String> right) {
        return left.stream().filter(name -> !right.contains(name)).sorted().toList();
    }
}
