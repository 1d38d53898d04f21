package io.helipod.adapters.oci.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helipod.core.image.HistoryEntry;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import java.util.List;
import java.util.TreeMap;

/** Writes config documents; what is empty is left out, as the Go programs do. */
final class ConfigWriter {
    /** What a child keeps of its parent's document, of what nobody here reads. */
    private static final List<String> KEPT = List.of("os.version", "os.features");

    private static final List<String> KEPT_IN_CONFIG = List.of("Healthcheck", "Shell", "StopTimeout", "ArgsEscaped");

    private ConfigWriter() {}

    static byte[] write(ImageDocument document) {
        return ImageJson.write(node(document));
    }

    static byte[] write(ImageDocument document, byte[] parent) {
        JsonNode old = ImageJson.readObject(parent, "the image's config");
        ObjectNode root = node(document);
        keep(old, root, KEPT);
        keep(old.path("config"), (ObjectNode) root.get("config"), KEPT_IN_CONFIG);
        return ImageJson.write(root);
    }

    private static void keep(JsonNode from, ObjectNode to, List<String> fields) {
        for (String field : fields) {
            JsonNode value = from.path(field);
            if (!value.isMissingNode() && !value.isNull()) {
                to.set(field, value);
            }
        }
    }

    private static ObjectNode node(ImageDocument document) {
        ObjectNode root = ImageJson.object();
        document.created().ifPresent(time -> root.put("created", time.toString()));
        text(root, "author", document.author());
        root.put("architecture", document.platform().architecture());
        root.put("os", document.platform().os());
        text(root, "variant", document.platform().variant());
        text(root, "docker_version", document.dockerVersion());
        text(root, "comment", document.comment());
        config(root.putObject("config"), document.config());
        ObjectNode rootfs = root.putObject("rootfs");
        rootfs.put("type", "layers");
        ArrayNode diffIds = rootfs.putArray("diff_ids");
        document.diffIds().forEach(digest -> diffIds.add(digest.toString()));
        if (!document.history().isEmpty()) {
            ArrayNode history = root.putArray("history");
            document.history().forEach(entry -> history(history.addObject(), entry));
        }
        return root;
    }

    private static void config(ObjectNode node, ImageConfig config) {
        text(node, "User", config.user());
        keys(node, "ExposedPorts", config.exposedPorts());
        texts(node, "Env", config.env());
        config.entrypoint().ifPresent(words -> texts(node, "Entrypoint", words));
        config.command().ifPresent(words -> texts(node, "Cmd", words));
        keys(node, "Volumes", config.volumes());
        text(node, "WorkingDir", config.workingDir());
        if (!config.labels().isEmpty()) {
            ObjectNode labels = node.putObject("Labels");
            // the map has no order of its own, the bytes must have one
            new TreeMap<>(config.labels()).forEach(labels::put);
        }
        text(node, "StopSignal", config.stopSignal());
    }

    private static void history(ObjectNode node, HistoryEntry entry) {
        entry.created().ifPresent(time -> node.put("created", time.toString()));
        text(node, "created_by", entry.createdBy());
        text(node, "author", entry.author());
        text(node, "comment", entry.comment());
        if (entry.emptyLayer()) {
            node.put("empty_layer", true);
        }
    }

    private static void text(ObjectNode node, String field, String text) {
        if (!text.isEmpty()) {
            node.put(field, text);
        }
    }

    private static void texts(ObjectNode node, String field, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = node.putArray(field);
            texts.forEach(array::add);
        }
    }

    private static void keys(ObjectNode node, String field, List<String> keys) {
        if (!keys.isEmpty()) {
            ObjectNode set = node.putObject(field);
            keys.forEach(set::putObject);
        }
    }
}
