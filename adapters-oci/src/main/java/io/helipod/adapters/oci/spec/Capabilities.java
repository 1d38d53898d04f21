package io.helipod.adapters.oci.spec;

import io.helipod.adapters.oci.host.ProcessCapabilities;
import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** The capabilities of a container's process (capabilities(7)). */
public final class Capabilities {
    /** podman's default set (containers.conf(5) default_capabilities). */
    public static final List<String> DEFAULT = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_NET_BIND_SERVICE",
            "CAP_SETFCAP",
            "CAP_SETGID",
            "CAP_SETPCAP",
            "CAP_SETUID",
            "CAP_SYS_CHROOT");

    private static final List<String> ALL = List.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_DAC_READ_SEARCH",
            "CAP_FOWNER",
            "CAP_FSETID",
            "CAP_KILL",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETPCAP",
            "CAP_LINUX_IMMUTABLE",
            "CAP_NET_BIND_SERVICE",
            "CAP_NET_BROADCAST",
            "CAP_NET_ADMIN",
            "CAP_NET_RAW",
            "CAP_IPC_LOCK",
            "CAP_IPC_OWNER",
            "CAP_SYS_MODULE",
            "CAP_SYS_RAWIO",
            "CAP_SYS_CHROOT",
            "CAP_SYS_PTRACE",
            "CAP_SYS_PACCT",
            "CAP_SYS_ADMIN",
            "CAP_SYS_BOOT",
            "CAP_SYS_NICE",
            "CAP_SYS_RESOURCE",
            "CAP_SYS_TIME",
            "CAP_SYS_TTY_CONFIG",
            "CAP_MKNOD",
            "CAP_LEASE",
            "CAP_AUDIT_WRITE",
            "CAP_AUDIT_CONTROL",
            "CAP_SETFCAP",
            "CAP_MAC_OVERRIDE",
            "CAP_MAC_ADMIN",
            "CAP_SYSLOG",
            "CAP_WAKE_ALARM",
            "CAP_BLOCK_SUSPEND",
            "CAP_AUDIT_READ",
            "CAP_PERFMON",
            "CAP_BPF",
            "CAP_CHECKPOINT_RESTORE");

    /** The place of a capability in ALL is its number; what this process may not grant is left out of "all". */
    private static final List<String> GRANTABLE = grantable();

    private Capabilities() {}

    private static List<String> grantable() {
        long bounding = ProcessCapabilities.bounding();
        return IntStream.range(0, ALL.size())
                .filter(number -> (bounding >>> number & 1) == 1)
                .mapToObj(ALL::get)
                .toList();
    }

    /** The default set with some added and some dropped; dropping all and adding a few works, as with docker. */
    public static List<String> merge(List<String> base, List<String> add, List<String> drop) {
        Set<String> set = new LinkedHashSet<>();
        List<String> added = names(add);
        List<String> dropped = names(drop);
        added.stream()
                .filter(name -> !name.equals("ALL") && dropped.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new InvalidArgument("capability \"" + name + "\" cannot be dropped and added");
                });
        if (!dropped.contains("ALL")) {
            set.addAll(added.contains("ALL") ? GRANTABLE : base);
        } else if (added.contains("ALL")) {
            throw new InvalidArgument("adding all caps and removing all caps not allowed");
        }
        set.removeAll(dropped);
        added.stream().filter(name -> !name.equals("ALL")).forEach(set::add);
        return new ArrayList<>(set);
    }

    /** What a user other than root holds: what was added by name; ALL names nothing. */
    static List<String> named(List<String> add) {
        return names(add).stream()
                .filter(name -> !name.equals("ALL"))
                .distinct()
                .toList();
    }

    private static List<String> names(List<String> given) {
        return given.stream()
                .map(text -> {
                    String upper = text.toUpperCase(Locale.ROOT);
                    String name = upper.equals("ALL") || upper.startsWith("CAP_") ? upper : "CAP_" + upper;
                    if (!name.equals("ALL") && !ALL.contains(name)) {
                        throw new InvalidArgument("unknown capability " + text);
                    }
                    return name;
                })
                .toList();
    }
}
