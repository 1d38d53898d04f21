package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.helipod.adapters.http.shared.ContainerView;
import io.helipod.core.container.ResourceSpec;
import java.util.List;
import java.util.Optional;

/** The limits in HostConfig (types.md 2.5 from CpuShares on, 3.1), the same in both families. */
@JsonPropertyOrder(alphabetic = true)
public record HostResourcesJson(
        @JsonProperty("CpuShares") long cpuShares,
        @JsonProperty("Memory") long memory,
        @JsonProperty("NanoCpus") long nanoCpus,
        @JsonProperty("CgroupParent") String cgroupParent,
        @JsonProperty("CpuPeriod") long cpuPeriod,
        @JsonProperty("CpuQuota") long cpuQuota,
        @JsonProperty("CpusetCpus") String cpusetCpus,
        @JsonProperty("CpusetMems") String cpusetMems,
        @JsonProperty("Devices") List<DeviceJson> devices,
        @JsonProperty("MemoryReservation") long memoryReservation,
        @JsonProperty("MemorySwap") long memorySwap,
        @JsonProperty("MemorySwappiness") long memorySwappiness,
        @JsonProperty("PidsLimit") long pidsLimit,
        @JsonProperty("Ulimits") List<UlimitJson> ulimits) {
    /** The limits of a container. */
    public static HostResourcesJson from(ContainerView view) {
        ResourceSpec limits = view.container().spec().resources();
        return new HostResourcesJson(
                limits.cpuShares().orElse(0L),
                limits.memory().orElse(0L),
                view.nanoCpus(),
                limits.cgroupParent().orElse(""),
                limits.cpuPeriod().orElse(0L),
                limits.cpuQuota().orElse(0L),
                limits.cpusetCpus().orElse(""),
                limits.cpusetMems().orElse(""),
                view.container().spec().storage().devices().stream()
                        .map(DeviceJson::from)
                        .toList(),
                limits.memoryReservation().orElse(0L),
                limits.memorySwap().orElse(0L),
                limits.memorySwappiness().orElse(limits.memory().isPresent() ? -1L : 0L),
                limits.pids().orElse(0L),
                view.rlimits(UlimitJson::new));
    }

    @JsonProperty("BlkioWeight")
    public int blkioWeight() {
        return 0;
    }

    @JsonProperty("BlkioWeightDevice")
    public Optional<List<String>> blkioWeightDevice() {
        return Optional.empty();
    }

    @JsonProperty("BlkioDeviceReadBps")
    public Optional<List<String>> blkioDeviceReadBps() {
        return Optional.empty();
    }

    @JsonProperty("BlkioDeviceWriteBps")
    public Optional<List<String>> blkioDeviceWriteBps() {
        return Optional.empty();
    }

    @JsonProperty("BlkioDeviceReadIOps")
    public Optional<List<String>> blkioDeviceReadIops() {
        return Optional.empty();
    }

    @JsonProperty("BlkioDeviceWriteIOps")
    public Optional<List<String>> blkioDeviceWriteIops() {
        return Optional.empty();
    }

    @JsonProperty("CpuRealtimePeriod")
    public long cpuRealtimePeriod() {
        return 0;
    }

    @JsonProperty("CpuRealtimeRuntime")
    public long cpuRealtimeRuntime() {
        return 0;
    }

    @JsonProperty("KernelMemory")
    public long kernelMemory() {
        return 0;
    }

    @JsonProperty("OomKillDisable")
    public boolean oomKillDisable() {
        return false;
    }

    @JsonProperty("CpuCount")
    public long cpuCount() {
        return 0;
    }

    @JsonProperty("CpuPercent")
    public long cpuPercent() {
        return 0;
    }

    @JsonProperty("IOMaximumIOps")
    public long ioMaximumIops() {
        return 0;
    }

    @JsonProperty("IOMaximumBandwidth")
    public long ioMaximumBandwidth() {
        return 0;
    }
}
