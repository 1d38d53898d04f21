package io.helipod.adapters.oci.archive;

import io.helipod.core.error.EngineException.InvalidArgument;
import io.helipod.core.id.Digest;
import io.helipod.core.image.ArchiveFormat;
import io.helipod.core.image.ImageReference;
import io.helipod.core.spi.image.ImageArchiveFormat;
import io.helipod.core.spi.image.ImageCodec;
import io.helipod.core.spi.image.OutgoingArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads {@code docker save} archives and OCI layouts in a tar in one pass: every file goes to the sink as it passes, because the index
 * that says what the files are may come last. An archive that is both, as docker 25 and later write it, is read as docker's.
 */
public final class TarImageArchive implements ImageArchiveFormat {
    private final ImageCodec codec;
    private final String architecture;

    /**
     * @param architecture which one is taken of an index of several, in Go's words
     */
    public TarImageArchive(ImageCodec codec, String architecture) {
        this.codec = codec;
        this.architecture = architecture;
    }

    @Override
    public List<ArchivedImage> read(InputStream archive, BlobSink sink) throws IOException {
        return images(ArchiveFiles.read(archive, sink));
    }

    @Override
    public List<ArchivedImage> readFolder(Path folder, BlobSink sink) throws IOException {
        return images(new FolderFiles(sink).read(folder));
    }

    private List<ArchivedImage> images(ArchiveFiles files) throws IOException {
        List<ArchivedImage> images;
        if (files.find(DockerFolder.VERSION).isPresent()
                && files.find(DockerArchive.LIST).isPresent()) {
            images = new DockerFolder(files, codec).images();
        } else if (files.find(DockerArchive.LIST).isPresent()) {
            images = new DockerArchive(files, codec).images();
        } else if (files.find(OciLayout.INDEX).isPresent()) {
            images = new OciLayout(files, codec, architecture).images();
        } else {
            throw new InvalidArgument("the archive is neither a docker-archive nor an OCI archive: "
                    + "it has no manifest.json and no index.json");
        }
        if (images.isEmpty()) {
            throw new InvalidArgument("the archive holds no image for this platform");
        }
        return List.copyOf(together(images).values());
    }

    @Override
    public OutgoingArchive write(ArchiveFormat format, List<ArchivedImage> images) {
        return ArchiveLayout.of(format, images);
    }

    /** An image that is listed for each of its names, as containerd and podman do it, is one image. */
    private static Map<Digest, ArchivedImage> together(List<ArchivedImage> images) {
        Map<Digest, ArchivedImage> byConfig = new LinkedHashMap<>();
        for (ArchivedImage image : images) {
            byConfig.merge(
                    image.config().digest(),
                    image,
                    (first, again) -> new ArchivedImage(
                            Stream.concat(first.names().stream(), again.names().stream())
                                    .distinct()
                                    .toList(),
                            first.manifest(),
                            first.mediaType(),
                            first.config(),
                            first.layers()));
        }
        return byConfig;
    }

    /** A full name with tag; none for one that only has a digest, and for how old dockers wrote that there is none. */
    static Optional<String> name(String text, ImageReference.Home home) {
        if (text.isEmpty() || text.startsWith("<none>")) {
            return Optional.empty();
        }
        ImageReference name = ImageReference.parse(text, home).orLatest();
        return name.tag().map(tag -> name.withTag(tag).toString());
    }
}
