package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.http.shared.PlatformWish;
import io.helipod.core.container.ContainerSpec;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Body of podman's container create (types.md 2.1).
 *
 * @param stopSignal a number; some clients write the name
 * @param expose number of a port to its protocols, with commas between them; none is TCP
 * @param others every field not named here; see {@link SpecGeneratorMapper} for those that are tolerated
 */
public record SpecGeneratorJson(
        @JsonProperty("name") Optional<String> name,
        @JsonProperty("entrypoint") Optional<List<String>> entrypoint,
        @JsonProperty("command") Optional<List<String>> command,
        @JsonProperty("env") Optional<Map<String, String>> env,
        @JsonProperty("unsetenv") Optional<List<String>> unsetEnv,
        @JsonProperty("unsetenvall") Optional<Boolean> unsetEnvAll,
        @JsonProperty("terminal") Optional<Boolean> terminal,
        @JsonProperty("stdin") Optional<Boolean> stdin,
        @JsonProperty("labels") Optional<Map<String, String>> labels,
        @JsonProperty("annotations") Optional<Map<String, String>> annotations,
        @JsonProperty("stop_signal") Optional<String> stopSignal,
        @JsonProperty("stop_timeout") Optional<Long> stopTimeout,
        @JsonProperty("log_configuration") Optional<LogConfigJson> logConfiguration,
        @JsonProperty("pidns") Optional<NamespaceJson> pidns,
        @JsonProperty("utsns") Optional<NamespaceJson> utsns,
        @JsonProperty("ipcns") Optional<NamespaceJson> ipcns,
        @JsonProperty("cgroupns") Optional<NamespaceJson> cgroupns,
        @JsonProperty("netns") Optional<NamespaceJson> netns,
        @JsonProperty("userns") Optional<NamespaceJson> userns,
        @JsonProperty("Networks") Optional<Map<String, JsonNode>> networks,
        @JsonProperty("expose") Optional<Map<String, String>> expose,
        @JsonProperty("hostname") Optional<String> hostname,
        @JsonProperty("remove") Optional<Boolean> remove,
        @JsonProperty("containerCreateCommand") Optional<List<String>> createCommand,
        @JsonProperty("image") Optional<String> image,
        @JsonProperty("raw_image_name") Optional<String> rawImageName,
        @JsonProperty("image_os") Optional<String> imageOs,
        @JsonProperty("image_arch") Optional<String> imageArch,
        @JsonProperty("image_variant") Optional<String> imageVariant,
        @JsonProperty("init") Optional<Boolean> init,
        @JsonProperty("mounts") Optional<List<MountJson>> mounts,
        @JsonProperty("devices") Optional<List<DeviceJson>> devices,
        @JsonProperty("shm_size") Optional<Long> shmSize,
        @JsonProperty("work_dir") Optional<String> workDir,
        @JsonProperty("user") Optional<String> user,
        @JsonProperty("groups") Optional<List<String>> groups,
        @JsonProperty("cap_add") Optional<List<String>> capAdd,
        @JsonProperty("cap_drop") Optional<List<String>> capDrop,
        @JsonProperty("seccomp_profile_path") Optional<String> seccompProfilePath,
        @JsonProperty("no_new_privileges") Optional<Boolean> noNewPrivileges,
        @JsonProperty("idmappings") Optional<JsonNode> idmappings,
        @JsonProperty("read_only_filesystem") Optional<Boolean> readOnlyFilesystem,
        @JsonProperty("read_write_tmpfs") Optional<Boolean> readWriteTmpfs,
        @JsonProperty("umask") Optional<String> umask,
        @JsonProperty("mask") Optional<List<String>> mask,
        @JsonProperty("unmask") Optional<List<String>> unmask,
        @JsonProperty("cgroup_parent") Optional<String> cgroupParent,
        @JsonProperty("resource_limits") Optional<ResourcesJson> resourceLimits,
        @JsonProperty("r_limits") Optional<List<RlimitJson>> rLimits,
        @JsonProperty("oom_score_adj") Optional<Integer> oomScoreAdj,
        @JsonProperty("healthconfig") Optional<HealthJson> healthconfig,
        @JsonAnySetter Map<String, JsonNode> others) {
    /** A namespace (types.md 2.3). */
    public record NamespaceJson(
            @JsonProperty("nsmode") Optional<String> mode,
            @JsonProperty("value") Optional<String> value) {}

    /** Where the output goes; size is in bytes, -1 unlimited. */
    public record LogConfigJson(
            @JsonProperty("driver") Optional<String> driver,
            @JsonProperty("path") Optional<String> path,
            @JsonProperty("size") long size,
            @JsonProperty("options") Optional<Map<String, String>> options) {}

    /** An OCI mount. */
    public record MountJson(
            @JsonProperty("destination") Optional<String> destination,
            @JsonProperty("type") Optional<String> type,
            @JsonProperty("source") Optional<String> source,
            @JsonProperty("options") Optional<List<String>> options,
            @JsonAnySetter Map<String, JsonNode> others) {}

    /** A device, of which only the path is looked at: {@code host[:container[:permissions]]}. */
    public record DeviceJson(
            @JsonProperty("path") Optional<String> path,
            @JsonAnySetter Map<String, JsonNode> others) {}

    /** A limit on a process; any size of number is read. */
    public record RlimitJson(
            @JsonProperty("type") Optional<String> type,
            @JsonProperty("soft") Optional<BigInteger> soft,
            @JsonProperty("hard") Optional<BigInteger> hard) {}

    /** A check that says whether the container is well. */
    public record HealthJson(
            @JsonProperty("Test") Optional<List<String>> test,
            @JsonAnySetter Map<String, JsonNode> others) {}

    /** OCI limits. */
    public record ResourcesJson(
            @JsonProperty("memory") Optional<MemoryJson> memory,
            @JsonProperty("cpu") Optional<CpuJson> cpu,
            @JsonProperty("pids") Optional<PidsJson> pids,
            @JsonAnySetter Map<String, JsonNode> others) {}

    /** Bytes; -1 unlimited. */
    public record MemoryJson(
            @JsonProperty("limit") Optional<Long> limit,
            @JsonProperty("reservation") Optional<Long> reservation,
            @JsonProperty("swap") Optional<Long> swap,
            @JsonProperty("swappiness") Optional<Long> swappiness,
            @JsonAnySetter Map<String, JsonNode> others) {}

    /** Microseconds and lists of processors. */
    public record CpuJson(
            @JsonProperty("shares") Optional<Long> shares,
            @JsonProperty("quota") Optional<Long> quota,
            @JsonProperty("period") Optional<Long> period,
            @JsonProperty("cpus") Optional<String> cpus,
            @JsonProperty("mems") Optional<String> mems,
            @JsonAnySetter Map<String, JsonNode> others) {}

    /** Most tasks; -1 unlimited. */
    public record PidsJson(@JsonProperty("limit") Optional<Long> limit) {}

    /** What the image has to be built for, as far as it is asked for. */
    public PlatformWish platform() {
        return new PlatformWish(imageOs.orElse(""), imageArch.orElse(""), imageVariant.orElse(""));
    }

    /**
     * What is asked for.
     *
     * @param nameOfQuery has precedence over the body's
     */
    public ContainerSpec toDomain(Optional<String> nameOfQuery) {
        return new SpecGeneratorMapper(this).toDomain(nameOfQuery);
    }
}
