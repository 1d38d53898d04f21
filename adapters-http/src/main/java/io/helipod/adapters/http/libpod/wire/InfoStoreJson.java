package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.system.EngineInfo;
import io.helipod.core.system.StoreFacts;
import java.util.Map;

/** The storage in podman's info (types.md 7.1). */
public record InfoStoreJson(
        @JsonProperty("configFile") String configFile,
        @JsonProperty("containerStore") Containers containerStore,
        @JsonProperty("graphDriverName") String graphDriverName,
        @JsonProperty("graphOptions") Map<String, Object> graphOptions,
        @JsonProperty("graphRoot") String graphRoot,
        @JsonProperty("graphRootAllocated") long graphRootAllocated,
        @JsonProperty("graphRootUsed") long graphRootUsed,
        @JsonProperty("graphStatus") Map<String, String> graphStatus,
        @JsonProperty("imageCopyTmpDir") String imageCopyTmpDir,
        @JsonProperty("imageStore") Images imageStore,
        @JsonProperty("runRoot") String runRoot,
        @JsonProperty("volumePath") String volumePath,
        @JsonProperty("transientStore") boolean transientStore) {
    /** How many containers there are. */
    public record Containers(
            @JsonProperty("number") int number,
            @JsonProperty("paused") int paused,
            @JsonProperty("running") int running,
            @JsonProperty("stopped") int stopped) {}

    /** How many images there are. */
    public record Images(@JsonProperty("number") int number) {}

    /** The storage of an engine. */
    public static InfoStoreJson from(EngineInfo info) {
        StoreFacts store = info.store();
        return new InfoStoreJson(
                "",
                new Containers(info.containers(), info.paused(), info.running(), info.stopped()),
                store.driver(),
                Map.of(),
                store.root(),
                store.allocated(),
                store.used(),
                store.status(),
                "",
                new Images(info.images()),
                store.runRoot(),
                "",
                false);
    }
}
