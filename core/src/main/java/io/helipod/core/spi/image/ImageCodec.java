package io.helipod.core.spi.image;

import io.helipod.core.image.Descriptor;
import io.helipod.core.image.ImageDocument;
import io.helipod.core.image.ImageFormat;
import io.helipod.core.image.ImageIndex;
import io.helipod.core.image.ManifestDocument;
import java.util.List;

/**
 * Driven port: image documents to and from bytes (OCI image spec; Docker image manifest v2 schema 2). Thread-safe; pure. Broken
 * documents are InvalidArgument.
 */
public interface ImageCodec {
    /** Reads a config document; bounded in size and depth. */
    ImageDocument readConfig(byte[] json);

    /** Writes a config document. */
    byte[] writeConfig(ImageDocument document);

    /**
     * Writes the config document of an image that was made from another, keeping what the other's says and {@link ImageDocument} has no
     * word for: its health check, its shell, the version of its operating system.
     *
     * @param parent the other's document, as it was read
     */
    byte[] writeConfig(ImageDocument document, byte[] parent);

    /**
     * Reads a manifest. A document that contradicts its media type, or is image and index at once, would be read otherwise by others
     * and is refused; so are schema 1 and what is no image.
     *
     * @param mediaType as it was served; empty when that said nothing
     */
    ManifestDocument readManifest(byte[] json, String mediaType);

    /**
     * Reads an index with all that it says.
     *
     * @param mediaType as it was served; empty when that said nothing
     */
    ImageIndex readIndex(byte[] json, String mediaType);

    /** Writes an index: Docker's list, or OCI's where it says what only that can hold. */
    byte[] writeIndex(ImageIndex index);

    /**
     * The same manifest with other layers; everything else in it stays.
     *
     * @param layers as many as there were
     */
    byte[] replaceLayers(byte[] json, List<Descriptor> layers);

    /** Writes an OCI manifest; the descriptor's digest is of these bytes. */
    byte[] writeManifest(Descriptor config, List<Descriptor> layers);

    /**
     * The same manifest in the words of a format, media types and all; the bytes stay as they are where nothing changes.
     *
     * @throws io.helipod.core.error.EngineException.NotSupported when the format has no word for how a layer is compressed
     */
    byte[] translate(byte[] json, ImageFormat format);

    /** Writes a manifest in this format; the layers' types have to be of it. */
    byte[] writeManifest(ImageFormat format, Descriptor config, List<Descriptor> layers);

    /** The same layers under the names that this format has for their types. */
    List<Descriptor> layersIn(ImageFormat format, List<Descriptor> layers);

    /** Media type of a manifest in this format. */
    String manifestMediaType(ImageFormat format);

    /** Media type of a config document in this format. */
    String configMediaType(ImageFormat format);

    /** Media type of an uncompressed layer in this format. */
    String layerMediaType(ImageFormat format);

    /** Media type of what {@link #writeManifest(Descriptor, List)} writes. */
    String manifestMediaType();

    /** Media type of what {@link #writeConfig} writes. */
    String configMediaType();

    /**
     * Applies Dockerfile instructions to a config.
     *
     * @param changes such as {@code CMD ["sh"]} or {@code ENV A=b}
     */
    io.helipod.core.image.ImageConfig applyChanges(io.helipod.core.image.ImageConfig config, List<String> changes);
}
