package io.helipod.adapters.oci.image;

import io.helipod.core.image.ImageFormat;
import java.util.List;
import java.util.Set;

/** Media types of images (OCI image spec, media-types.md; Docker image manifest v2 schema 2). */
public final class MediaTypes {
    /** An OCI manifest. */
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    /** An OCI index. */
    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    /** An OCI config document. */
    public static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    /** An uncompressed OCI layer; a compressed one's type goes on with {@code +gzip} or {@code +zstd}. */
    public static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    private static final String DOCKER = "application/vnd.docker.";

    /** Docker's manifest of one image. */
    public static final String DOCKER_MANIFEST = DOCKER + "distribution.manifest.v2+json";
    /** Docker's manifest list. */
    public static final String DOCKER_INDEX = DOCKER + "distribution.manifest.list.v2+json";
    /** Docker's config document. */
    public static final String DOCKER_CONFIG = DOCKER + "container.image.v1+json";

    private static final String DOCKER_LAYER = DOCKER + "image.rootfs.diff.tar";
    private static final String DOCKER_FOREIGN = DOCKER + "image.rootfs.foreign.diff.tar";
    private static final Set<String> MANIFESTS = Set.of(MANIFEST, DOCKER_MANIFEST);
    private static final Set<String> INDEXES = Set.of(INDEX, DOCKER_INDEX);
    private static final Set<String> CONFIGS = Set.of(CONFIG, DOCKER_CONFIG);
    private static final String FOREIGN = "application/vnd.oci.image.layer.nondistributable.v1.tar";
    private static final Set<String> LAYERS = Set.of(
            LAYER,
            LAYER + "+gzip",
            LAYER + "+zstd",
            FOREIGN,
            FOREIGN + "+gzip",
            FOREIGN + "+zstd",
            DOCKER_LAYER,
            DOCKER_LAYER + ".gzip",
            DOCKER_LAYER + ".zstd",
            DOCKER_FOREIGN + ".gzip");

    /** Everything a registry may answer with when it is asked for a manifest. */
    public static final List<String> ACCEPTED = List.of(MANIFEST, INDEX, DOCKER_MANIFEST, DOCKER_INDEX);

    private MediaTypes() {}

    /** Whether it is a manifest of Docker's first schema, signed or not. */
    public static boolean isSchema1(String type) {
        return type.startsWith(DOCKER + "distribution.manifest.v1+");
    }

    /** Whether it is a manifest of one image. */
    public static boolean isManifest(String type) {
        return MANIFESTS.contains(type);
    }

    /** Whether it is a list of manifests. */
    public static boolean isIndex(String type) {
        return INDEXES.contains(type);
    }

    /** Whether it is an image's config document. */
    public static boolean isConfig(String type) {
        return CONFIGS.contains(type);
    }

    /** Whether it is a layer we can unpack. */
    public static boolean isLayer(String type) {
        return LAYERS.contains(type);
    }

    /**
     * What the format calls such a layer. An image's layers are mostly of one format; those of an archive may be of none, which are
     * uncompressed or compressed as their type says.
     */
    static String layerIn(ImageFormat format, String type) {
        boolean foreign = type.startsWith(FOREIGN) || type.startsWith(DOCKER_FOREIGN);
        String compression = type.endsWith("gzip") ? "gzip" : type.endsWith("zstd") ? "zstd" : "";
        return switch (format) {
            case OCI -> (foreign ? FOREIGN : LAYER) + (compression.isEmpty() ? "" : "+" + compression);
            case DOCKER -> (foreign ? DOCKER_FOREIGN : DOCKER_LAYER) + (compression.isEmpty() ? "" : "." + compression);
        };
    }
}
