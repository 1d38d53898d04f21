package io.helipod.adapters.oci.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.oci.image.MediaTypes;
import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageReference;
import io.helipod.core.spi.image.ImageArchiveFormat.ArchivedImage;
import io.helipod.core.spi.image.ImageArchiveFormat.Stored;
import io.helipod.core.spi.image.ImageCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code docker save} writes: {@code manifest.json} lists images, each a config and layers by their names in the archive. */
final class DockerArchive {
    static final String LIST = "manifest.json";
    private static final int MOST_IMAGES = 1_000;
    /** Of all images together; each costs a descriptor. */
    private static final int MOST_LAYERS = 20_000;

    private final ArchiveFiles files;
    private final ImageCodec codec;
    private final Map<Digest, String> types = new HashMap<>();

    DockerArchive(ArchiveFiles files, ImageCodec codec) {
        this.files = files;
        this.codec = codec;
    }

    List<ArchivedImage> images() throws IOException {
        JsonNode list = files.json(files.get(LIST), "manifest.json of the archive");
        if (!list.isArray() || list.size() > MOST_IMAGES) {
            throw new InvalidArgument("manifest.json of the archive is not a list of images");
        }
        List<ArchivedImage> images = new ArrayList<>();
        int layers = 0;
        for (JsonNode one : list) {
            layers += one.path("Layers").size();
            if (layers > MOST_LAYERS) {
                throw new InvalidArgument("manifest.json of the archive has more than " + MOST_LAYERS + " layers");
            }
            images.add(image(one));
        }
        return images;
    }

    private ArchivedImage image(JsonNode one) throws IOException {
        Stored config = files.get(text(one.path("Config")));
        List<Descriptor> layers = new ArrayList<>();
        for (JsonNode layer : one.path("Layers")) {
            Stored stored = files.get(text(layer));
            layers.add(new Descriptor(layerType(stored), stored.digest(), stored.size()));
        }
        List<String> names = new ArrayList<>();
        for (JsonNode tag : one.path("RepoTags")) {
            TarImageArchive.name(text(tag), ImageReference.Home.DOCKER).ifPresent(names::add);
        }
        Descriptor descriptor = new Descriptor(codec.configMediaType(), config.digest(), config.size());
        return new ArchivedImage(
                names, codec.writeManifest(descriptor, layers), codec.manifestMediaType(), descriptor, layers);
    }

    private static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw new InvalidArgument("manifest.json of the archive has something else where a name should be");
        }
        return node.textValue();
    }

    private String layerType(Stored stored) throws IOException {
        String known = types.get(stored.digest());
        if (known != null) {
            return known;
        }
        String type = MediaTypes.LAYER + files.compression(stored).suffix();
        types.put(stored.digest(), type);
        return type;
    }
}
