package io.helipod.adapters.oci.archive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helipod.adapters.oci.image.ImageJson;
import io.helipod.adapters.oci.image.MediaTypes;
import io.helipod.core.id.Digest;
import io.helipod.core.image.ArchiveFormat;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageReference;
import io.helipod.core.spi.image.ImageArchiveFormat.ArchivedImage;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Which files an archive of each format has. Documents come before what they speak of, so that a reader may stream. */
final class ArchiveLayout {
    private static final String BLOBS = "blobs";
    private static final String REF_NAME = "org.opencontainers.image.ref.name";
    private static final String CONTAINERD_NAME = "io.containerd.image.name";

    private ArchiveLayout() {}

    static TarFiles of(ArchiveFormat format, List<ArchivedImage> images) {
        return switch (format) {
            case DOCKER_ARCHIVE -> oci(images, true);
            case OCI_ARCHIVE, OCI_DIR -> oci(images, false);
            case DOCKER_DIR -> dockerDir(images.getFirst());
        };
    }

    private static TarFiles oci(List<ArchivedImage> images, boolean docker) {
        TarFiles files = new TarFiles()
                .folder(BLOBS)
                .folder(BLOBS + "/sha256")
                .file("oci-layout", text("{\"imageLayoutVersion\":\"1.0.0\"}"))
                .file(OciLayout.INDEX, index(images, docker));
        if (docker) {
            files.file(DockerArchive.LIST, list(images));
        }
        for (ArchivedImage image : images) {
            files.file(path(Digest.ofBytes(image.manifest())), image.manifest());
            blob(files, image.config());
            image.layers().forEach(layer -> blob(files, layer));
        }
        return files;
    }

    private static void blob(TarFiles files, Descriptor blob) {
        files.blob(path(blob.digest()), blob.digest(), blob.size());
    }

    private static String path(Digest digest) {
        return BLOBS + "/" + digest.algorithm() + "/" + digest.hex();
    }

    private static byte[] index(List<ArchivedImage> images, boolean docker) {
        ObjectNode index = ImageJson.object();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.INDEX);
        ArrayNode entries = index.putArray("manifests");
        for (ArchivedImage image : images) {
            if (image.names().isEmpty()) {
                entry(entries, image);
            }
            for (String name : image.names()) {
                ObjectNode annotations = entry(entries, image).putObject("annotations");
                annotations.put(CONTAINERD_NAME, name);
                annotations.put(REF_NAME, docker ? tag(name) : name);
            }
        }
        return ImageJson.write(index);
    }

    /** docker writes the tag alone where containers' tools write the whole name. */
    private static String tag(String name) {
        return ImageReference.parseFull(name).tag().orElse("latest");
    }

    private static ObjectNode entry(ArrayNode entries, ArchivedImage image) {
        ObjectNode entry = entries.addObject();
        entry.put("mediaType", image.mediaType());
        entry.put("digest", Digest.ofBytes(image.manifest()).toString());
        entry.put("size", image.manifest().length);
        return entry;
    }

    private static byte[] list(List<ArchivedImage> images) {
        ArrayNode list = ImageJson.array();
        for (ArchivedImage image : images) {
            ObjectNode one = list.addObject();
            one.put("Config", path(image.config().digest()));
            ArrayNode tags = one.putArray("RepoTags");
            image.names().forEach(tags::add);
            ArrayNode layers = one.putArray("Layers");
            image.layers().forEach(layer -> layers.add(path(layer.digest())));
        }
        return ImageJson.write(list);
    }

    private static TarFiles dockerDir(ArchivedImage image) {
        TarFiles files = new TarFiles()
                .file(DockerFolder.VERSION, text(DockerFolder.VERSION_TEXT))
                .file(DockerArchive.LIST, image.manifest());
        files.blob(
                image.config().digest().hex(),
                image.config().digest(),
                image.config().size());
        image.layers().forEach(layer -> files.blob(layer.digest().hex(), layer.digest(), layer.size()));
        return files;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
