package io.helipod.core.system;

import java.util.List;

/**
 * The machine, as {@code info} shows it (types.md 7.1).
 *
 * @param architecture in Go's words, such as amd64
 * @param kernel release
 * @param distribution id of os-release
 * @param distributionVersion VERSION_ID of os-release
 * @param distributionCodename VERSION_CODENAME of os-release; may be empty
 * @param cpus usable processors
 * @param memoryTotal bytes
 * @param memoryFree bytes
 * @param swapTotal bytes
 * @param swapFree bytes
 * @param uptimeSeconds since boot
 * @param userCpuPercent share of the time since boot
 * @param cgroupVersion 1 or 2
 * @param openFiles descriptors of this process
 */
public record HostFacts(
        String hostname,
        String architecture,
        String kernel,
        String distribution,
        String distributionVersion,
        String distributionCodename,
        int cpus,
        long memoryTotal,
        long memoryFree,
        long swapTotal,
        long swapFree,
        double uptimeSeconds,
        double userCpuPercent,
        double systemCpuPercent,
        double idleCpuPercent,
        int cgroupVersion,
        List<String> cgroupControllers,
        boolean seccomp,
        boolean apparmor,
        boolean selinux,
        boolean ipv4Forwarding,
        int openFiles) {
    public HostFacts {
        cgroupControllers = List.copyOf(cgroupControllers);
    }
}
