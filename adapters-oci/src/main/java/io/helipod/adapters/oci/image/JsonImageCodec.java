package io.helipod.adapters.oci.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageConfig;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageFormat;
import io.helipod.core.image.ImageIndex;
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
    public byte[] writeConfig(ImageDocument document, byte[] parent) {
        return ConfigWriter.write(document, parent);
    }

    @Override
    public byte[] writeManifest(Descriptor config, List<Descriptor> layers) {
        return writeManifest(ImageFormat.OCI, config, layers);
    }

    @Override
    public byte[] writeManifest(ImageFormat format, Descriptor config, List<Descriptor> layers) {
        ObjectNode root = ImageJson.object();
        root.put("schemaVersion", 2);
        root.put("mediaType", manifestMediaType(format));
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
    public ImageIndex readIndex(byte[] json, String mediaType) {
        return IndexDocuments.read(json, mediaType);
    }

    @Override
    public byte[] writeIndex(ImageIndex index) {
        return IndexDocuments.write(index);
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
    public byte[] translate(byte[] json, ImageFormat format) {
        return ManifestTranslation.translate(json, format);
    }

    private static void put(ObjectNode node, Descriptor descriptor) {
        node.put("mediaType", descriptor.mediaType());
        node.put("digest", descriptor.digest().toString());
        node.put("size", descriptor.size());
    }

    @Override
    public List<Descriptor> layersIn(ImageFormat format, List<Descriptor> layers) {
        return layers.stream()
                .map(layer ->
                        new Descriptor(MediaTypes.layerIn(format, layer.mediaType()), layer.digest(), layer.size()))
                .toList();
    }

    @Override
    public String manifestMediaType(ImageFormat format) {
        return switch (format) {
            case OCI -> MediaTypes.MANIFEST;
            case DOCKER -> MediaTypes.DOCKER_MANIFEST;
        };
    }

    @Override
    public String configMediaType(ImageFormat format) {
        return switch (format) {
            case OCI -> MediaTypes.CONFIG;
            case DOCKER -> MediaTypes.DOCKER_CONFIG;
        };
    }

    @Override
    public String layerMediaType(ImageFormat format) {
        return MediaTypes.layerIn(format, MediaTypes.LAYER);
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
