package io.helipod.adapters.http.compat.wire;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a new container is tied to its host (types.md 2.5 HostConfig).
 *
 * @param memorySwap bytes; 0 unset, -1 unlimited
 * @param memorySwappiness -1 unset
 * @param pidsLimit 0 unset, since the docker CLI always sends it
 * @param maskedPaths empty for none, which the docker CLI sends for {@code systempaths=unconfined}
 * @param others every field not named here
 */
public record CreateHostConfigJson(
        @JsonProperty("Binds") Optional<List<String>> binds,
        @JsonProperty("LogConfig") Optional<LogConfigJson> logConfig,
        @JsonProperty("NetworkMode") Optional<String> networkMode,
        @JsonProperty("RestartPolicy") Optional<RestartJson> restartPolicy,
        @JsonProperty("AutoRemove") boolean autoRemove,
        @JsonProperty("Annotations") Optional<Map<String, String>> annotations,
        @JsonProperty("CapAdd") Optional<List<String>> capAdd,
        @JsonProperty("CapDrop") Optional<List<String>> capDrop,
        @JsonProperty("CgroupnsMode") Optional<String> cgroupnsMode,
        @JsonProperty("GroupAdd") Optional<List<String>> groupAdd,
        @JsonProperty("IpcMode") Optional<String> ipcMode,
        @JsonProperty("OomScoreAdj") int oomScoreAdj,
        @JsonProperty("PidMode") Optional<String> pidMode,
        @JsonProperty("ReadonlyRootfs") boolean readonlyRootfs,
        @JsonProperty("SecurityOpt") Optional<List<String>> securityOpt,
        @JsonProperty("Tmpfs") Optional<Map<String, String>> tmpfs,
        @JsonProperty("UTSMode") Optional<String> utsMode,
        @JsonProperty("ShmSize") long shmSize,
        @JsonProperty("CpuShares") long cpuShares,
        @JsonProperty("Memory") long memory,
        @JsonProperty("NanoCpus") long nanoCpus,
        @JsonProperty("CgroupParent") Optional<String> cgroupParent,
        @JsonProperty("CpuPeriod") long cpuPeriod,
        @JsonProperty("CpuQuota") long cpuQuota,
        @JsonProperty("CpusetCpus") Optional<String> cpusetCpus,
        @JsonProperty("CpusetMems") Optional<String> cpusetMems,
        @JsonProperty("Devices") Optional<List<DeviceMappingJson>> devices,
        @JsonProperty("MemoryReservation") long memoryReservation,
        @JsonProperty("MemorySwap") long memorySwap,
        @JsonProperty("MemorySwappiness") Optional<Long> memorySwappiness,
        @JsonProperty("PidsLimit") Optional<Long> pidsLimit,
        @JsonProperty("Ulimits") Optional<List<UlimitBodyJson>> ulimits,
        @JsonProperty("Mounts") Optional<List<MountJson>> mounts,
        @JsonProperty("MaskedPaths") Optional<List<String>> maskedPaths,
        @JsonProperty("ReadonlyPaths") Optional<List<String>> readonlyPaths,
        @JsonProperty("Init") Optional<Boolean> init,
        @JsonAnySetter Map<String, JsonNode> others) {
    /** Where the output goes. */
    public record LogConfigJson(
            @JsonProperty("Type") Optional<String> type,
            @JsonProperty("Config") Optional<Map<String, String>> config) {}

    /** What happens after the end. */
    public record RestartJson(
            @JsonProperty("Name") Optional<String> name,
            @JsonProperty("MaximumRetryCount") int maximumRetryCount) {}

    /** A host device. */
    public record DeviceMappingJson(
            @JsonProperty("PathOnHost") Optional<String> pathOnHost,
            @JsonProperty("PathInContainer") Optional<String> pathInContainer,
            @JsonProperty("CgroupPermissions") Optional<String> cgroupPermissions) {}

    /** A limit; any size of number is read, since -1 and 2^64-1 both occur. */
    public record UlimitBodyJson(
            @JsonProperty("Name") Optional<String> name,
            @JsonProperty("Soft") Optional<BigInteger> soft,
            @JsonProperty("Hard") Optional<BigInteger> hard) {}

    /** Something to mount. */
    public record MountJson(
            @JsonProperty("Type") Optional<String> type,
            @JsonProperty("Source") Optional<String> source,
            @JsonProperty("Target") Optional<String> target,
            @JsonProperty("ReadOnly") boolean readOnly,
            @JsonProperty("BindOptions") Optional<BindOptionsJson> bindOptions,
            @JsonProperty("TmpfsOptions") Optional<TmpfsOptionsJson> tmpfsOptions,
            @JsonAnySetter Map<String, JsonNode> others) {}

    /** How to bind. */
    public record BindOptionsJson(
            @JsonProperty("Propagation") Optional<String> propagation,
            @JsonProperty("NonRecursive") boolean nonRecursive,
            @JsonProperty("CreateMountpoint") boolean createMountpoint,
            @JsonAnySetter Map<String, JsonNode> others) {}

    /**
     * How a file system in memory is made.
     *
     * @param sizeBytes 0 unlimited
     * @param mode permission bits as a decimal number
     * @param options further options, each a name or a name and a value
     */
    public record TmpfsOptionsJson(
            @JsonProperty("SizeBytes") long sizeBytes,
            @JsonProperty("Mode") int mode,
            @JsonProperty("Options") Optional<List<List<String>>> options) {}
}
