package io.helipod.adapters.oci.image;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.HistoryEntry;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.Platform;
import io.helipod.core.spi.image.ImageCodec;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Image documents as JSON (OCI image spec, config.md and manifest.md; Docker's image config has the same names). What it does not
 * know it ignores; the bytes received are kept elsewhere, so nothing is lost.
 */
public final class JsonImageCodec implements ImageCodec {
    private static final int LARGEST = 4 << 20;
    private static final int DEEPEST = 64;
    private static final int MOST_LAYERS = 500;
    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build());

    /** Reads a bounded JSON object. */
    public static JsonNode readObject(byte[] json, String what) {
        if (json.length > LARGEST) {
            throw new InvalidArgument(what + " is larger than " + LARGEST + " bytes");
        }
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node == null || !node.isObject()) {
                throw new InvalidArgument(what + " is not a JSON object");
            }
            return node;
        } catch (IOException e) {
            throw new InvalidArgument(what + " is not valid JSON", e);
        }
    }

    @Override
    public ImageDocument readConfig(byte[] json) {
        JsonNode root = readObject(json, "the image's config");
        JsonNode rootfs = root.path("rootfs");
        if (!rootfs.path("diff_ids").isArray()) {
            throw new InvalidArgument("the image's config has no diff ids");
        }
        List<Digest> diffIds =
                texts(rootfs.path("diff_ids")).stream().map(Digest::parse).toList();
        if (diffIds.size() > MOST_LAYERS) {
            throw new InvalidArgument("the image has more than " + MOST_LAYERS + " layers");
        }
        List<HistoryEntry> history = new ArrayList<>();
        for (JsonNode step : root.path("history")) {
            history.add(new HistoryEntry(
                    time(step.path("created")),
                    step.path("created_by").asText(""),
                    step.path("author").asText(""),
                    step.path("comment").asText(""),
                    step.path("empty_layer").asBoolean(false)));
        }
        return new ImageDocument(
                time(root.path("created")),
                root.path("author").asText(""),
                root.path("comment").asText(""),
                new Platform(
                        root.path("os").asText("linux"),
                        root.path("architecture").asText(""),
                        root.path("variant").asText("")),
                root.path("docker_version").asText(""),
                config(root.path("config")),
                diffIds,
                history);
    }

    private static ImageConfig config(JsonNode node) {
        Map<String, String> labels = new LinkedHashMap<>();
        node.path("Labels")
                .properties()
                .forEach(entry -> labels.put(entry.getKey(), entry.getValue().asText()));
        return new ImageConfig(
                node.path("User").asText(""),
                names(node.path("ExposedPorts")),
                texts(node.path("Env")).stream()
                        .filter(entry -> entry.indexOf('=') > 0)
                        .toList(),
                command(node.path("Entrypoint")),
                command(node.path("Cmd")),
                names(node.path("Volumes")),
                node.path("WorkingDir").asText(""),
                labels,
                node.path("StopSignal").asText(""));
    }

    private static Optional<List<String>> command(JsonNode node) {
        if (node.isTextual()) {
            return Optional.of(List.of(node.asText()));
        }
        return node.isArray() ? Optional.of(texts(node)) : Optional.empty();
    }

    private static List<String> texts(JsonNode array) {
        List<String> all = new ArrayList<>();
        for (JsonNode one : array) {
            if (!one.isTextual()) {
                throw new InvalidArgument("the image's config has something else where a text belongs");
            }
            all.add(one.textValue());
        }
        return all;
    }

    private static List<String> names(JsonNode object) {
        List<String> all = new ArrayList<>();
        object.fieldNames().forEachRemaining(all::add);
        return all;
    }

    private static Optional<Instant> time(JsonNode node) {
        if (!node.isTextual()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(node.textValue()).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty(); // some tools write nonsense; it is for show only
        }
    }

    @Override
    public byte[] writeConfig(ImageDocument document) {
        ObjectNode root = MAPPER.createObjectNode();
        document.created().ifPresent(time -> root.put("created", time.toString()));
        put(root, "author", document.author());
        put(root, "comment", document.comment());
        root.put("architecture", document.platform().architecture());
        put(root, "variant", document.platform().variant());
        root.put("os", document.platform().os());
        root.set("config", config(document.config()));
        ObjectNode rootfs = root.putObject("rootfs");
        rootfs.put("type", "layers");
        ArrayNode diffIds = rootfs.putArray("diff_ids");
        document.diffIds().forEach(id -> diffIds.add(id.toString()));
        ArrayNode history = root.putArray("history");
        for (HistoryEntry step : document.history()) {
            ObjectNode one = history.addObject();
            step.created().ifPresent(time -> one.put("created", time.toString()));
            put(one, "created_by", step.createdBy());
            put(one, "author", step.author());
            put(one, "comment", step.comment());
            if (step.emptyLayer()) {
                one.put("empty_layer", true);
            }
        }
        return bytes(root);
    }

    private static ObjectNode config(ImageConfig config) {
        ObjectNode node = MAPPER.createObjectNode();
        put(node, "User", config.user());
        objects(node, "ExposedPorts", config.exposedPorts());
        list(node, "Env", Optional.of(config.env()).filter(list -> !list.isEmpty()));
        list(node, "Entrypoint", config.entrypoint());
        list(node, "Cmd", config.command());
        objects(node, "Volumes", config.volumes());
        put(node, "WorkingDir", config.workingDir());
        if (!config.labels().isEmpty()) {
            ObjectNode labels = node.putObject("Labels");
            new java.util.TreeMap<>(config.labels()).forEach(labels::put);
        }
        put(node, "StopSignal", config.stopSignal());
        return node;
    }

    private static void put(ObjectNode node, String name, String text) {
        if (!text.isEmpty()) {
            node.put(name, text);
        }
    }

    private static void list(ObjectNode node, String name, Optional<List<String>> texts) {
        texts.ifPresent(list -> {
            ArrayNode array = node.putArray(name);
            list.forEach(array::add);
        });
    }

    private static void objects(ObjectNode node, String name, List<String> keys) {
        if (!keys.isEmpty()) {
            ObjectNode object = node.putObject(name);
            keys.forEach(object::putObject);
        }
    }

    @Override
    public byte[] writeManifest(Descriptor config, List<Descriptor> layers) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schemaVersion", 2);
        root.put("mediaType", MANIFEST);
        root.set("config", descriptor(config));
        ArrayNode array = root.putArray("layers");
        layers.forEach(layer -> array.add(descriptor(layer)));
        return bytes(root);
    }

    private static ObjectNode descriptor(Descriptor descriptor) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("mediaType", descriptor.mediaType());
        node.put("digest", descriptor.digest().toString());
        node.put("size", descriptor.size());
        return node;
    }

    private static byte[] bytes(ObjectNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String manifestMediaType() {
        return MANIFEST;
    }

    @Override
    public String configMediaType() {
        return CONFIG;
    }

    @Override
    public ImageConfig applyChanges(ImageConfig config, List<String> changes) {
        ImageConfig changed = config;
        for (String change : changes) {
            changed = ConfigChange.parse(change).apply(changed);
        }
        return changed;
    }
}
