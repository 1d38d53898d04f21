package io.helipod.adapters.http.shared.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.adapters.http.HttpAdapterConfig;
import io.helipod.adapters.http.json.Json;
import io.helipod.core.system.EngineVersion;
import io.helipod.core.system.HostFacts;
import io.helipod.core.system.RuntimeFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Versions, the same on both trees (types.md 7.3). The engine's own is a component, as clients compare the top one with podman's. */
public record VersionJson(
        @JsonProperty("Platform") Platform platform,
        @JsonProperty("Components") List<Component> components,
        @JsonProperty("Version") String version,
        @JsonProperty("ApiVersion") String apiVersion,
        @JsonProperty("MinAPIVersion") String minApiVersion,
        @JsonProperty("GitCommit") String gitCommit,
        @JsonProperty("GoVersion") String goVersion,
        @JsonProperty("Os") String os,
        @JsonProperty("Arch") String arch,
        @JsonProperty("KernelVersion") String kernelVersion,
        @JsonProperty("BuildTime") String buildTime) {
    /** What it runs on. */
    public record Platform(@JsonProperty("Name") String name) {}

    /** A part of the engine. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Component(
            @JsonProperty("Name") String name,
            @JsonProperty("Version") String version,
            @JsonProperty("Details") Map<String, String> details) {}

    /** The versions of an engine. */
    public static VersionJson from(
            EngineVersion engine, HostFacts host, RuntimeFacts runtime, HttpAdapterConfig config) {
        String built = Json.time(Instant.ofEpochSecond(engine.buildTime()));
        Component podman = new Component(
                "Podman Engine",
                config.libpodVersion(),
                Map.of(
                        "APIVersion", config.libpodVersion(),
                        "Arch", host.architecture(),
                        "BuildTime", built,
                        "Experimental", "false",
                        "GitCommit", engine.commit(),
                        "GoVersion", language(),
                        "KernelVersion", host.kernel(),
                        "MinAPIVersion", config.libpodMinimum(),
                        "Os", "linux"));
        return new VersionJson(
                new Platform(
                        "linux/" + host.architecture() + "/" + host.distribution() + "-" + host.distributionVersion()),
                List.of(
                        podman,
                        program("Conmon", runtime.monitorVersion()),
                        program("OCI Runtime (" + runtime.name() + ")", runtime.version()),
                        new Component("Helipod", engine.engine(), Map.of())),
                config.libpodVersion(),
                config.compatVersion(),
                config.compatMinimum(),
                engine.commit(),
                language(),
                "linux",
                host.architecture(),
                host.kernel(),
                built);
    }

    private static Component program(String name, String version) {
        return new Component(name, version, Map.of("Package", "Unknown"));
    }

    /** What stands where podman names its Go. */
    public static String language() {
        return "java" + Runtime.version().feature();
    }
}
