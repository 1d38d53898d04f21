package io.helipod.adapters.oci.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.Digest;
import io.helipod.core.image.HistoryEntry;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.Platform;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads config documents (OCI image spec, config.md; Docker image spec v1.2). */
final class ConfigReader {
    private static final String WHAT = "the image's config";

    /** As many as an overlay mount can have. */
    private static final int MOST_LAYERS = 500;

    private ConfigReader() {}

    static ImageDocument read(byte[] json) {
        JsonNode root = ImageJson.readObject(json, WHAT);
        String os = ImageJson.text(root, "os", WHAT);
        return new ImageDocument(
                time(root),
                ImageJson.text(root, "author", WHAT),
                ImageJson.text(root, "comment", WHAT),
                new Platform(
                        os.isEmpty() ? "linux" : os,
                        ImageJson.text(root, "architecture", WHAT),
                        ImageJson.text(root, "variant", WHAT)),
                ImageJson.text(root, "docker_version", WHAT),
                config(ImageJson.child(root, "config", WHAT)),
                diffIds(ImageJson.child(root, "rootfs", WHAT)),
                ImageJson.list(root, "history", WHAT, ConfigReader::history));
    }

    private static List<Digest> diffIds(JsonNode rootfs) {
        if (!rootfs.path("diff_ids").isArray()) {
            throw new InvalidArgument(WHAT + " has no list rootfs.diff_ids");
        }
        List<String> diffIds = ImageJson.texts(rootfs, "diff_ids", WHAT + " rootfs");
        if (diffIds.size() > MOST_LAYERS) {
            throw new InvalidArgument("the image has more than " + MOST_LAYERS + " layers");
        }
        return diffIds.stream().map(Digest::parse).toList();
    }

    private static HistoryEntry history(JsonNode entry) {
        String what = "a history entry of " + WHAT;
        if (!entry.isObject()) {
            throw new InvalidArgument(what + " is not an object");
        }
        return new HistoryEntry(
                time(entry),
                ImageJson.text(entry, "created_by", what),
                ImageJson.text(entry, "author", what),
                ImageJson.text(entry, "comment", what),
                entry.path("empty_layer").asBoolean(false));
    }

    private static ImageConfig config(JsonNode config) {
        return new ImageConfig(
                ImageJson.text(config, "User", WHAT),
                keys(config, "ExposedPorts"),
                // what has no "=" would not reach a program as a variable, and confuses those that split at it
                ImageJson.texts(config, "Env", WHAT).stream()
                        .filter(entry -> entry.indexOf('=') > 0)
                        .toList(),
                words(config, "Entrypoint"),
                words(config, "Cmd"),
                keys(config, "Volumes"),
                ImageJson.text(config, "WorkingDir", WHAT),
                labels(config),
                ImageJson.text(config, "StopSignal", WHAT));
    }

    /** A list, or as Docker once wrote it a single text. An empty list says no more than an absent one. */
    private static Optional<List<String>> words(JsonNode config, String field) {
        List<String> words = config.path(field).isTextual()
                ? List.of(ImageJson.text(config, field, WHAT))
                : ImageJson.texts(config, field, WHAT);
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    /** The names of a set that is written as an object of empty objects. */
    private static List<String> keys(JsonNode config, String field) {
        return ImageJson.child(config, field, WHAT).properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, String> labels(JsonNode config) {
        JsonNode node = ImageJson.child(config, "Labels", WHAT);
        Map<String, String> labels = new LinkedHashMap<>();
        node.properties().forEach(entry -> labels.put(entry.getKey(), ImageJson.text(node, entry.getKey(), WHAT)));
        return labels;
    }

    private static Optional<Instant> time(JsonNode node) {
        String text = ImageJson.text(node, "created", WHAT);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new InvalidArgument(WHAT + " has an invalid time " + text, e);
        }
    }
}
