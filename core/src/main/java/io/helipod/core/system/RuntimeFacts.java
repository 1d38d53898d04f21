package io.helipod.core.system;

import java.util.List;
import java.util.Map;

/**
 * The programs containers run with.
 *
 * @param name such as crun
 * @param path absolute
 * @param version whole text the program prints
 * @param reason why this one was picked
 * @param others name to path of the other runtimes found
 * @param monitorPath conmon's path
 * @param monitorVersion conmon's version text
 * @param cgroupManager cgroupfs or systemd
 * @param seccompProfile path of the default profile; empty when there is none
 * @param capabilities the default set, with CAP_
 */
public record RuntimeFacts(
        String name,
        String path,
        String version,
        String reason,
        Map<String, String> others,
        String monitorPath,
        String monitorVersion,
        String cgroupManager,
        String seccompProfile,
        List<String> capabilities) {
    public RuntimeFacts {
        others = Map.copyOf(others);
        capabilities = List.copyOf(capabilities);
    }
}
