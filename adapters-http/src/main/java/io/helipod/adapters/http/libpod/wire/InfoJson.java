package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.adapters.http.HttpAdapterConfig;
import io.helipod.adapters.http.shared.wire.VersionJson;
import io.helipod.core.system.EngineInfo;
import io.helipod.core.system.EngineVersion;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The engine in podman's shape (types.md 7.1). */
public record InfoJson(
        @JsonProperty("host") InfoHostJson host,
        @JsonProperty("store") InfoStoreJson store,
        @JsonProperty("registries") Map<String, Object> registries,
        @JsonProperty("plugins") Plugins plugins,
        @JsonProperty("version") Version version) {
    private static final DateTimeFormatter ANSI_C =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    /** The drivers there are. */
    public record Plugins(
            @JsonProperty("volume") List<String> volume,
            @JsonProperty("network") List<String> network,
            @JsonProperty("log") List<String> log,
            @JsonProperty("authorization") Optional<List<String>> authorization) {}

    /** The versions. */
    public record Version(
            @JsonProperty("APIVersion") String apiVersion,
            @JsonProperty("Version") String version,
            @JsonProperty("GoVersion") String goVersion,
            @JsonProperty("GitCommit") String gitCommit,
            @JsonProperty("BuiltTime") String builtTime,
            @JsonProperty("Built") long built,
            @JsonProperty("BuildOrigin") String buildOrigin,
            @JsonProperty("OsArch") String osArch,
            @JsonProperty("Os") String os) {
        private static Version from(EngineVersion engine, String architecture, HttpAdapterConfig config) {
            return new Version(
                    config.libpodVersion(),
                    config.libpodVersion(),
                    VersionJson.language(),
                    engine.commit(),
                    ANSI_C.format(Instant.ofEpochSecond(engine.buildTime()).atOffset(ZoneOffset.UTC)),
                    engine.buildTime(),
                    "Helipod " + engine.engine(),
                    "linux/" + architecture,
                    "linux");
        }
    }

    /** A snapshot of an engine. */
    public static InfoJson from(EngineInfo info, HttpAdapterConfig config) {
        return new InfoJson(
                InfoHostJson.from(info.host(), info.runtime()),
                InfoStoreJson.from(info),
                Map.of(),
                new Plugins(List.of("local"), List.of(), List.of("k8s-file", "json-file", "none"), Optional.empty()),
                Version.from(info.version(), info.host().architecture(), config));
    }
}
