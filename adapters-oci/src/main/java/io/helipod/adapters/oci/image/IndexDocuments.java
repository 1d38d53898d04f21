package io.helipod.adapters.oci.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageIndex;
import io.helipod.core.image.ImageIndex.Instance;
import io.helipod.core.image.ImageIndex.Target;
import io.helipod.core.image.ManifestDocument;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Indexes with all they say (OCI image spec, image-index.md; Docker manifest list v2). The same content always gives the same bytes. */
final class IndexDocuments {
    private static final String WHAT = "the manifest list";
    private static final String ENTRY = "an entry of the manifest list";
    private static final String OCI = "application/vnd.oci.";

    private IndexDocuments() {}

    static ImageIndex read(byte[] json, String served) {
        ManifestDocument document = ManifestReader.read(json, served);
        if (!(document instanceof ManifestDocument.Index)) {
            throw new InvalidArgument("it is no manifest list but the manifest of one image");
        }
        JsonNode root = ImageJson.readObject(json, WHAT);
        return new ImageIndex(
                document.mediaType(),
                ImageJson.text(root, "artifactType", WHAT),
                ImageJson.list(root, "manifests", WHAT, IndexDocuments::instance),
                root.path("subject").isObject()
                        ? Optional.of(ManifestReader.descriptor(root.path("subject")))
                        : Optional.empty(),
                annotations(root, WHAT));
    }

    private static Instance instance(JsonNode node) {
        return new Instance(
                ManifestReader.descriptor(node),
                target(ImageJson.child(node, "platform", ENTRY)),
                annotations(node, ENTRY),
                ImageJson.text(node, "artifactType", ENTRY));
    }

    private static Target target(JsonNode node) {
        String what = "a platform";
        return new Target(
                ImageJson.text(node, "os", what),
                ImageJson.text(node, "architecture", what),
                ImageJson.text(node, "variant", what),
                ImageJson.text(node, "os.version", what),
                ImageJson.texts(node, "os.features", what),
                ImageJson.texts(node, "features", what));
    }

    private static Map<String, String> annotations(JsonNode node, String what) {
        Map<String, String> found = new TreeMap<>();
        ImageJson.child(node, "annotations", what)
                .properties()
                .forEach(entry -> found.put(entry.getKey(), ImageJson.text(entry.getValue(), "an annotation")));
        return found;
    }

    static byte[] write(ImageIndex index) {
        boolean oci = needsOci(index);
        ObjectNode root = ImageJson.object();
        root.put("schemaVersion", 2);
        root.put("mediaType", oci ? MediaTypes.INDEX : MediaTypes.DOCKER_INDEX);
        text(root, "artifactType", index.artifactType());
        ArrayNode instances = root.putArray("manifests");
        index.instances().forEach(one -> instance(instances.addObject(), one, oci));
        index.subject().ifPresent(subject -> descriptor(root.putObject("subject"), subject));
        annotations(root, index.annotations());
        return ImageJson.write(root);
    }

    /** Docker's list has no words for these. */
    private static boolean needsOci(ImageIndex index) {
        return !index.annotations().isEmpty()
                || !index.artifactType().isEmpty()
                || index.subject().isPresent()
                || index.instances().stream()
                        .anyMatch(one -> !one.annotations().isEmpty()
                                || !one.artifactType().isEmpty()
                                || one.manifest().mediaType().startsWith(OCI));
    }

    private static void instance(ObjectNode node, Instance instance, boolean oci) {
        descriptor(node, instance.manifest());
        text(node, "artifactType", instance.artifactType());
        Target target = instance.platform();
        if (!target.equals(Target.UNKNOWN)) {
            ObjectNode platform = node.putObject("platform");
            platform.put("architecture", target.architecture());
            platform.put("os", target.os());
            text(platform, "os.version", target.osVersion());
            texts(platform, "os.features", target.osFeatures());
            text(platform, "variant", target.variant());
            texts(platform, "features", oci ? List.of() : target.features());
        }
        annotations(node, instance.annotations());
    }

    private static void descriptor(ObjectNode node, Descriptor descriptor) {
        node.put("mediaType", descriptor.mediaType());
        node.put("digest", descriptor.digest().toString());
        node.put("size", descriptor.size());
    }

    private static void annotations(ObjectNode node, Map<String, String> annotations) {
        if (!annotations.isEmpty()) {
            ObjectNode all = node.putObject("annotations");
            new TreeMap<>(annotations).forEach(all::put);
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
}
