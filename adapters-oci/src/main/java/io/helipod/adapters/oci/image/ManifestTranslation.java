package io.helipod.adapters.oci.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.image.ImageFormat;

/**
 * Says a manifest in the media types of OCI or of Docker's schema 2; both describe the same blobs otherwise. What schema 2 has no field
 * for, such as annotations, does not go into it.
 */
final class ManifestTranslation {
    private static final String WHAT = "the manifest";
    private static final String DOCKER = "application/vnd.docker.";
    private static final String DOCKER_MANIFEST = DOCKER + "distribution.manifest.v2+json";
    private static final String DOCKER_CONFIG = DOCKER + "container.image.v1+json";
    private static final String DOCKER_LAYER = DOCKER + "image.rootfs.diff.tar";
    private static final String TYPE = "mediaType";
    private static final String CONFIG = "config";
    private static final String LAYERS = "layers";

    private ManifestTranslation() {}

    static byte[] translate(byte[] json, ImageFormat format) {
        JsonNode root = ImageJson.readObject(json, WHAT);
        boolean docker = format == ImageFormat.DOCKER;
        ObjectNode translated = ImageJson.object();
        translated.put("schemaVersion", 2);
        translated.put(TYPE, docker ? DOCKER_MANIFEST : MediaTypes.MANIFEST);
        translated.set(CONFIG, descriptor(root.path(CONFIG), docker ? DOCKER_CONFIG : MediaTypes.CONFIG));
        var layers = translated.putArray(LAYERS);
        for (JsonNode layer : root.path(LAYERS)) {
            layers.add(descriptor(layer, layerType(ImageJson.text(layer, TYPE, "a layer"), docker)));
        }
        return speaks(root, translated) ? json : ImageJson.write(translated);
    }

    /** Whether the manifest says the same already, with whatever else is in it. */
    private static boolean speaks(JsonNode root, ObjectNode translated) {
        String said = ImageJson.text(root, TYPE, WHAT);
        boolean docker = translated.path(TYPE).asText().equals(DOCKER_MANIFEST);
        boolean same = said.equals(translated.path(TYPE).asText()) || said.isEmpty() && !docker;
        if (!same || !type(root.path(CONFIG)).equals(type(translated.path(CONFIG)))) {
            return false;
        }
        for (int i = 0; i < root.path(LAYERS).size(); i++) {
            if (!type(root.path(LAYERS).path(i))
                    .equals(type(translated.path(LAYERS).path(i)))) {
                return false;
            }
        }
        return true;
    }

    private static String type(JsonNode descriptor) {
        return descriptor.path(TYPE).asText();
    }

    private static ObjectNode descriptor(JsonNode node, String type) {
        ObjectNode descriptor = ImageJson.object();
        descriptor.put(TYPE, type);
        descriptor.put("digest", ImageJson.text(node, "digest", "a descriptor"));
        descriptor.put("size", node.path("size").longValue());
        return descriptor;
    }

    /** Layers that were not to be handed on are ordinary ones where they are handed on. */
    private static String layerType(String type, boolean docker) {
        if (!MediaTypes.isLayer(type) && !type.startsWith(MediaTypes.LAYER)) {
            throw new InvalidArgument(WHAT + " has a layer of the unsupported type " + type);
        }
        String compression =
                type.endsWith(".tar") ? "" : type.substring(Math.max(type.lastIndexOf('+'), type.lastIndexOf('.')) + 1);
        if (!docker) {
            return MediaTypes.LAYER + (compression.isEmpty() ? "" : "+" + compression);
        }
        return switch (compression) {
            case "" -> DOCKER_LAYER;
            case "gzip" -> DOCKER_LAYER + ".gzip";
            default ->
                throw new NotSupported("a manifest of schema 2 has no word for a layer compressed with " + compression);
        };
    }
}
