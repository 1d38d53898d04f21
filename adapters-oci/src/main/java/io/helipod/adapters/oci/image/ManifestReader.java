package io.helipod.adapters.oci.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.error.EngineException.NotSupported;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ManifestDocument;
import io.helipod.core.image.Platform;
import java.util.List;
import java.util.Optional;

/** Reads manifests and indexes (OCI image spec, manifest.md and image-index.md; Docker manifest v2 schema 2). */
final class ManifestReader {
    private static final String WHAT = "the manifest";
    private static final int MOST_LAYERS = 500;
    private static final int MOST_ENTRIES = 1_000;

    private ManifestReader() {}

    /** @param served the media type it came with; empty or unspecific when that said nothing */
    static ManifestDocument read(byte[] json, String served) {
        JsonNode root = ImageJson.readObject(json, WHAT);
        if (MediaTypes.isSchema1(served) || root.path("schemaVersion").asInt(0) == 1) {
            throw new NotSupported(
                    "it is an image of manifest schema 1, which is not supported: push it anew with a current tool");
        }
        String said = ImageJson.text(root, "mediaType", WHAT);
        String type = MediaTypes.isManifest(served) || MediaTypes.isIndex(served) ? served : said;
        if (type.isEmpty()) {
            type = root.has("manifests") ? MediaTypes.INDEX : MediaTypes.MANIFEST;
        }
        boolean index = MediaTypes.isIndex(type);
        if (!index && !MediaTypes.isManifest(type)) {
            throw new NotSupported("its manifest is of the unsupported type " + type);
        }
        // a document that is both would be read differently by others (CVE-2021-41190)
        if (!said.isEmpty() && !said.equals(type)
                || root.has("manifests") != index
                || root.has("layers") == index
                || root.has("config") == index
                || root.has("fsLayers")) {
            throw new InvalidArgument(WHAT + " contradicts its media type " + type);
        }
        return index ? index(root, type) : image(root, type);
    }

    private static ManifestDocument.Index index(JsonNode root, String type) {
        List<ManifestDocument.Entry> entries = ImageJson.list(root, "manifests", WHAT, ManifestReader::entry);
        if (entries.size() > MOST_ENTRIES) {
            throw new InvalidArgument("the index has more than " + MOST_ENTRIES + " entries");
        }
        return new ManifestDocument.Index(type, entries);
    }

    private static ManifestDocument.Entry entry(JsonNode node) {
        JsonNode platform = ImageJson.child(node, "platform", "an entry of the index");
        String os = ImageJson.text(platform, "os", "a platform");
        return new ManifestDocument.Entry(
                descriptor(node),
                os.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Platform(
                                os,
                                ImageJson.text(platform, "architecture", "a platform"),
                                ImageJson.text(platform, "variant", "a platform"))));
    }

    private static ManifestDocument.Image image(JsonNode root, String type) {
        Descriptor config = descriptor(root.path("config"));
        if (!MediaTypes.isConfig(config.mediaType())) {
            throw new NotSupported("it is no image but something of type " + config.mediaType());
        }
        List<Descriptor> layers = ImageJson.list(root, "layers", WHAT, ManifestReader::descriptor);
        if (layers.size() > MOST_LAYERS) {
            throw new InvalidArgument("the image has more than " + MOST_LAYERS + " layers");
        }
        for (Descriptor layer : layers) {
            if (!MediaTypes.isLayer(layer.mediaType())) {
                throw new NotSupported("it has a layer of the unsupported type " + layer.mediaType());
            }
        }
        return new ManifestDocument.Image(type, config, layers);
    }

    /** Places that a descriptor names besides ({@code urls}) are not read: nothing is fetched from where an image says. */
    static Descriptor descriptor(JsonNode node) {
        JsonNode size = node.path("size");
        if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
            throw new InvalidArgument("a descriptor of " + WHAT + " has no valid size");
        }
        return new Descriptor(
                ImageJson.text(node, "mediaType", "a descriptor"),
                Digest.parse(ImageJson.text(node, "digest", "a descriptor")),
                size.longValue());
    }
}
