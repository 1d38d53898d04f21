package io.helipod.core.container;

import io.helipod.core.error.EngineException.InvalidArgument;
import java.util.Optional;
import java.util.regex.Pattern;

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
    private static final Pattern CPU_LIST = Pattern.compile("[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*");
    private static final long LEAST_QUOTA = 1_000;
    private static final long MOST_PERIOD = 1_000_000;
    private static final long UNLIMITED = -1;

    public ResourceSpec {
        within("memory", memory, 1, Long.MAX_VALUE);
        within("memory swap", memorySwap, UNLIMITED, Long.MAX_VALUE);
        within("memory reservation", memoryReservation, 1, Long.MAX_VALUE);
        within("memory swappiness", memorySwappiness, 0, 100);
        within("cpu shares", cpuShares, 0, 262_144);
        within("cpu quota", cpuQuota.filter(micros -> micros != UNLIMITED), LEAST_QUOTA, Long.MAX_VALUE / 1000);
        within("cpu period", cpuPeriod, LEAST_QUOTA, MOST_PERIOD);
        within("pids limit", pids, UNLIMITED, Integer.MAX_VALUE);
        cpusetCpus.ifPresent(text -> requireCpuList("cpuset cpus", text));
        cpusetMems.ifPresent(text -> requireCpuList("cpuset mems", text));
        cgroupParent.ifPresent(text -> {
            if (text.contains("..") || text.indexOf('\0') >= 0 || text.length() > 255) {
                throw new InvalidArgument("invalid cgroup parent " + text);
            }
        });
    }

    private static void within(String what, Optional<Long> value, long least, long most) {
        value.filter(number -> number < least || number > most).ifPresent(number -> {
            throw new InvalidArgument("invalid " + what + " " + number);
        });
    }

    private static void requireCpuList(String what, String text) {
        if (text.length() > 1024 || !CPU_LIST.matcher(text).matches()) {
            throw new InvalidArgument("invalid " + what + " " + text);
        }
    }

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
