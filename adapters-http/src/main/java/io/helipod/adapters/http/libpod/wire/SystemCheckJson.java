package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.helipod.core.id.Digest;
import io.helipod.core.system.CheckReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What a check of the storage found (types.md 7.4). There is no storage that may only be read, so nothing is told of one. */
public record SystemCheckJson(
        @JsonProperty("Errors") boolean errors,
        @JsonProperty("Layers") Map<String, List<String>> layers,
        @JsonProperty("ROLayers") Map<String, List<String>> readOnlyLayers,
        @JsonProperty("RemovedLayers") List<String> removedLayers,
        @JsonProperty("Images") Map<String, List<String>> images,
        @JsonProperty("ROImages") Map<String, List<String>> readOnlyImages,
        @JsonProperty("RemovedImages") Map<String, List<String>> removedImages,
        @JsonProperty("Containers") Map<String, List<String>> containers,
        @JsonProperty("RemovedContainers") Map<String, String> removedContainers) {
    /** All of it. */
    public static SystemCheckJson from(CheckReport report) {
        return new SystemCheckJson(
                report.damaged(),
                named(report.layers(), Digest::hex),
                Map.of(),
                report.removedLayers().stream().map(Digest::hex).toList(),
                named(report.images(), id -> id.value()),
                Map.of(),
                named(report.removedImages(), id -> id.value()),
                named(report.containers(), id -> id.value()),
                named(report.removedContainers(), id -> id.value()));
    }

    private static <K, V> Map<String, V> named(Map<K, V> map, Function<K, String> name) {
        Map<String, V> named = new TreeMap<>();
        map.forEach((key, value) -> named.put(name.apply(key), value));
        return named;
    }
}
