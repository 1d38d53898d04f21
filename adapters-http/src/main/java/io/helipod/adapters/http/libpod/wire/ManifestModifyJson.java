package io.helipod.adapters.http.libpod.wire;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.http.shared.Leftovers;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.NameOrId;
import io.helipod.core.image.ImageIndex;
import io.helipod.core.image.IndexEdit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be changed about a manifest list (types.md 5.6 ManifestModifyOptions, and the older ManifestAddOptions).
 *
 * @param operation update, remove or annotate
 * @param others every field not named here; what has to do with files as artifacts is refused
 */
public record ManifestModifyJson(
        @JsonProperty("operation") Optional<String> operation,
        @JsonProperty("all") boolean all,
        @JsonProperty("images") Optional<List<String>> images,
        @JsonProperty("annotation") Optional<List<String>> annotation,
        @JsonProperty("annotations") Optional<Map<String, String>> annotations,
        @JsonProperty("arch") Optional<String> arch,
        @JsonProperty("features") Optional<List<String>> features,
        @JsonProperty("os") Optional<String> os,
        @JsonProperty("os_features") Optional<List<String>> osFeatures,
        @JsonProperty("os_version") Optional<String> osVersion,
        @JsonProperty("variant") Optional<String> variant,
        @JsonProperty("index_annotation") Optional<List<String>> indexAnnotation,
        @JsonProperty("index_annotations") Optional<Map<String, String>> indexAnnotations,
        @JsonProperty("subject") Optional<String> subject,
        @JsonAnySetter Map<String, JsonNode> others) {
    /** How to reach a registry is said by the request, not by its body. */
    private static final Leftovers LEFTOVERS = new Leftovers(
            Set.of("TLSVerify", "Authfile", "CertDir", "Username", "Password", "SkipTLSVerify"), Map.of());

    /** What is asked for. */
    public IndexEdit edit() {
        LEFTOVERS.refuse("", others);
        return new IndexEdit(
                new ImageIndex.Target(
                        os.orElse(""),
                        arch.orElse(""),
                        variant.orElse(""),
                        osVersion.orElse(""),
                        osFeatures.orElse(List.of()),
                        features.orElse(List.of())),
                merged("Annotation", annotation, annotations),
                merged("IndexAnnotation", indexAnnotation, indexAnnotations),
                subject.filter(text -> !text.isEmpty()).map(NameOrId::new));
    }

    private static Map<String, String> merged(
            String name, Optional<List<String>> list, Optional<Map<String, String>> map) {
        List<String> entries = list.orElse(List.of());
        if (!entries.isEmpty() && !map.orElse(Map.of()).isEmpty()) {
            throw new InvalidArgument("can not set both " + name + " and " + name + "s");
        }
        return entries.isEmpty() ? map.orElse(Map.of()) : parse(entries);
    }

    /** Reads {@code key=value} entries. */
    public static Map<String, String> parse(List<String> entries) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            if (equals <= 0) {
                throw new InvalidArgument("no value given for annotation \"" + entry + "\"");
            }
            all.put(entry.substring(0, equals), entry.substring(equals + 1));
        }
        return all;
    }
}
