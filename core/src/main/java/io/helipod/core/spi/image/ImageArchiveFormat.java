package io.helipod.core.spi.image;

import io.helipod.core.id.Digest;
import io.helipod.core.image.ArchiveFormat;
import io.helipod.core.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Driven port: image archives (docker-archive as {@code docker save} writes it, OCI layout in a tar). Thread-safe. An archive that
 * is neither, is broken or contradicts itself is InvalidArgument.
 */
public interface ImageArchiveFormat {
    /** Takes the archive's files as they pass. */
    interface BlobSink {
        /** Stores a file and says what it is. {@code data} is read to its end. */
        Stored store(InputStream data) throws IOException;

        /** Opens a file that was stored. */
        InputStream open(Digest digest) throws IOException;
    }

    /** A stored file. */
    record Stored(Digest digest, long size) {}

    /**
     * An image found in an archive; all its blobs have gone to the sink.
     *
     * @param names full references; may be empty
     * @param manifest bytes of the manifest as they stand in the archive, or one made for it; not yet stored when made
     * @param mediaType of the manifest
     * @param config descriptor of the config document
     * @param layers lowest first, as many as the config has diff ids
     */
    record ArchivedImage(
            List<String> names, byte[] manifest, String mediaType, Descriptor config, List<Descriptor> layers) {}

    /**
     * Reads an archive to its end, compressed or not.
     *
     * @param archive not closed
     */
    List<ArchivedImage> read(InputStream archive, BlobSink sink) throws IOException;

    /** Reads what would be in an archive from a folder. No link is followed, and what is no file is passed over. */
    List<ArchivedImage> readFolder(Path folder, BlobSink sink) throws IOException;

    /**
     * Lays an archive out; a blob that several images have is in it once. The same images always give the same bytes.
     *
     * @param images whose manifests and layers are what the format wants
     */
    OutgoingArchive write(ArchiveFormat format, List<ArchivedImage> images);
}
