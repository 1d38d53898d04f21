package io.helipod.core.container;

import java.util.Optional;

/**
 * Limits on what a container uses, on cgroup v1 and v2 alike.
 *
 * @param memory bytes
 * @param memorySwap bytes of memory and swap together; -1 unlimited
 * @param memoryReservation bytes; soft limit
 * @param memorySwappiness 0 to 100
 * @param cpuShares relative weight, 2 to 262144
 * @param cpuQuota microseconds per period
 * @param cpuPeriod microseconds
 * @param cpusetCpus list such as 0-3,7
 * @param cpusetMems list of memory nodes
 * @param pids most tasks; -1 unlimited
 * @param cgroupParent cgroup below which the container's own lies
 */
public record ResourceSpec(
        Optional<Long> memory,
        Optional<Long> memorySwap,
        Optional<Long> memoryReservation,
        Optional<Long> memorySwappiness,
        Optional<Long> cpuShares,
        Optional<Long> cpuQuota,
        Optional<Long> cpuPeriod,
        Optional<String> cpusetCpus,
        Optional<String> cpusetMems,
        Optional<Long> pids,
        Optional<String> cgroupParent) {
    /** No limit asked for. */
    public static final ResourceSpec NONE = new ResourceSpec(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
}
