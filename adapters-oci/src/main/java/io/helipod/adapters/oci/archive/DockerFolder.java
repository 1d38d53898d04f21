package io.helipod.adapters.oci.archive;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.Digest;
import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ManifestDocument;
import io.helipod.core.spi.image.ImageArchiveFormat.ArchivedImage;
import io.helipod.core.spi.image.ImageArchiveFormat.Stored;
import io.helipod.core.spi.image.ImageCodec;
import java.io.IOException;
import java.util.List;

/** One image as {@code docker-dir} holds it: {@code manifest.json} is its manifest, every blob's name its digest (containers-transports, "dir"). */
final class DockerFolder {
    static final String VERSION = "version";
    static final String VERSION_TEXT = "Directory Transport Version: 1.1\n";

    private final ArchiveFiles files;
    private final ImageCodec codec;

    DockerFolder(ArchiveFiles files, ImageCodec codec) {
        this.files = files;
        this.codec = codec;
    }

    List<ArchivedImage> images() throws IOException {
        byte[] manifest = files.bytes(files.get(DockerArchive.LIST), "manifest.json of the folder");
        if (!(codec.readManifest(manifest, "") instanceof ManifestDocument.Image image)) {
            throw new InvalidArgument("the folder holds a list of images, not one");
        }
        check(image.config());
        image.layers().forEach(this::check);
        return List.of(new ArchivedImage(List.of(), manifest, image.mediaType(), image.config(), image.layers()));
    }

    private void check(Descriptor blob) {
        Digest digest = blob.digest();
        Stored stored = files.get(digest.hex());
        if (!stored.digest().equals(digest) || stored.size() != blob.size()) {
            throw new InvalidArgument("blob " + digest + " has other bytes than its digest says");
        }
    }
}
