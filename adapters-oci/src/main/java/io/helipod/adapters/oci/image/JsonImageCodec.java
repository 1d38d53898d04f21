package io.helipod.adapters.oci.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ManifestDocument;
import io.helipod.core.spi.image.ImageCodec;
import java.util.List;

/** Reads OCI and Docker documents, writes OCI ones. The same input always gives the same bytes, and so the same image id. */
public final class JsonImageCodec implements ImageCodec {
    @Override
    public ImageDocument readConfig(byte[] json) {
        return ConfigReader.read(json);
    }

    @Override
    public byte[] writeConfig(ImageDocument document) {
        return ConfigWriter.write(document);
    }

    @Override
    public byte[] writeManifest(Descriptor config, List<Descriptor> layers) {
        ObjectNode root = ImageJson.object();
        root.put("schemaVersion", 2);
        root.put("mediaType", MediaTypes.MANIFEST);
        put(root.putObject("config"), config);
        ArrayNode array = root.putArray("layers");
        layers.forEach(layer -> put(array.addObject(), layer));
        return ImageJson.write(root);
    }

    @Override
    public ManifestDocument readManifest(byte[] json, String mediaType) {
        return ManifestReader.read(json, mediaType);
    }

    @Override
    public byte[] replaceLayers(byte[] json, List<Descriptor> layers) {
        if (!(ImageJson.readObject(json, "the manifest") instanceof ObjectNode root)
                || !(root.get("layers") instanceof ArrayNode old)
                || old.size() != layers.size()) {
            throw new InvalidArgument("the manifest does not have " + layers.size() + " layers");
        }
        for (int i = 0; i < layers.size(); i++) {
            if (old.get(i) instanceof ObjectNode layer) {
                put(layer, layers.get(i));
            }
        }
        return ImageJson.write(root);
    }

    @Override
    public byte[] translate(byte[] json, ManifestFormat format) {
        return ManifestTranslation.translate(json, format);
    }

    private static void put(ObjectNode node, Descriptor descriptor) {
        node.put("mediaType", descriptor.mediaType());
        node.put("digest", descriptor.digest().toString());
        node.put("size", descriptor.size());
    }

    @Override
    public String manifestMediaType() {
        return MediaTypes.MANIFEST;
    }

    @Override
    public String configMediaType() {
        return MediaTypes.CONFIG;
    }

    @Override
    public ImageConfig applyChanges(ImageConfig config, List<String> changes) {
        return ConfigChanges.apply(config, changes);
    }
}
