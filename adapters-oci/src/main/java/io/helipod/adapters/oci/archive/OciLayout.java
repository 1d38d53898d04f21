package io.helipod.adapters.oci.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.helipod.adapters.oci.image.ImageJson;
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
import java.util.List;
import java.util.Optional;

/**
 * An OCI image layout (OCI image spec, image-layout.md): every entry of {@code index.json} is an image; an entry that is an index itself
 * is one image too, that of this machine's platform.
 */
final class OciLayout {
    static final String INDEX = "index.json";
    private static final int DEEPEST = 4;
    /** Indexes may name each other often; so many documents are looked at in all. */
    private static final int MOST_DOCUMENTS = 1_000;

    private final ArchiveFiles files;
    private final ImageCodec codec;
    private final String architecture;
    private int documents;

    /**
     * @param architecture which one is taken of an index of several, in Go's words
     */
    OciLayout(ArchiveFiles files, ImageCodec codec, String architecture) {
        this.files = files;
        this.codec = codec;
        this.architecture = architecture;
    }

    List<ArchivedImage> images() throws IOException {
        JsonNode index = ImageJson.readObject(files.bytes(files.get(INDEX), "index.json"), "index.json of the archive");
        List<ArchivedImage> images = new ArrayList<>();
        boolean anyFits = index.path("manifests").valueStream().anyMatch(this::fits);
        for (JsonNode entry : index.path("manifests")) {
            // an image for another platform that stands alone was meant; podman and docker load it too
            if (anyFits ? fits(entry) : !isAttestation(entry)) {
                image(entry, name(entry), 0).ifPresent(images::add);
            }
        }
        return images;
    }

    /** The image of an entry, or of the first that fits below it. */
    private Optional<ArchivedImage> image(JsonNode entry, Optional<String> name, int depth) throws IOException {
        if (depth > DEEPEST || ++documents > MOST_DOCUMENTS) {
            throw new InvalidArgument("the archive's indexes are nested too deep or too long");
        }
        Digest digest = digest(entry);
        String what = "manifest " + digest;
        byte[] bytes = files.bytes(files.blob(digest), what);
        JsonNode document = ImageJson.readObject(bytes, what);
        String said = document.path("mediaType").asText("");
        String type = entry.path("mediaType").asText(said);
        boolean index = MediaTypes.isIndex(type);
        // a document that is both would be read differently by others (CVE-2021-41190)
        if (document.has("manifests") != index
                || document.has("layers") == index
                || !said.isEmpty() && MediaTypes.isIndex(said) != index) {
            throw new InvalidArgument(what + " contradicts its media type " + type);
        }
        if (!index) {
            return Optional.of(manifest(document, bytes, type.isEmpty() ? codec.manifestMediaType() : type, name));
        }
        for (JsonNode one : document.path("manifests")) {
            if (fits(one)) {
                Optional<ArchivedImage> found = image(one, name.or(() -> name(one)), depth + 1);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** What buildx adds to say how an image was built. */
    private static boolean isAttestation(JsonNode entry) {
        return entry.path("platform").path("os").asText("").equals("unknown");
    }

    private boolean fits(JsonNode entry) {
        JsonNode platform = entry.path("platform");
        return platform.path("architecture").asText(architecture).equals(architecture)
                && platform.path("os").asText("linux").equals("linux");
    }

    private ArchivedImage manifest(JsonNode manifest, byte[] bytes, String type, Optional<String> name) {
        Descriptor config = descriptor(manifest.path("config"));
        List<Descriptor> layers = new ArrayList<>();
        for (JsonNode layer : manifest.path("layers")) {
            layers.add(descriptor(layer));
        }
        List<String> names = name.flatMap(text -> TarImageArchive.name(text, ImageReference.Home.LOCAL)).stream()
                .toList();
        return new ArchivedImage(names, bytes, type, config, layers);
    }

    private static Optional<String> name(JsonNode entry) {
        JsonNode annotations = entry.path("annotations");
        String full = annotations.path("io.containerd.image.name").asText("");
        String ref = annotations.path("org.opencontainers.image.ref.name").asText("");
        return Optional.of(full.isEmpty() ? ref : full).filter(text -> !text.isEmpty());
    }

    private Descriptor descriptor(JsonNode node) {
        Digest digest = digest(node);
        Stored stored = files.blob(digest);
        if (node.path("size").asLong(-1) != stored.size()) {
            throw new InvalidArgument("blob " + digest + " does not have the size its descriptor says");
        }
        return new Descriptor(node.path("mediaType").asText(""), digest, stored.size());
    }

    private static Digest digest(JsonNode node) {
        return Digest.parse(node.path("digest").asText(""));
    }
}
