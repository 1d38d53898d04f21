package io.helipod.adapters.oci.image;

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
    private static final Set<String> MANIFESTS = Set.of(MANIFEST, DOCKER + "distribution.manifest.v2+json");
    private static final Set<String> INDEXES = Set.of(INDEX, DOCKER + "distribution.manifest.list.v2+json");
    private static final Set<String> CONFIGS = Set.of(CONFIG, DOCKER + "container.image.v1+json");
    private static final String FOREIGN = "application/vnd.oci.image.layer.nondistributable.v1.tar";
    private static final Set<String> LAYERS = Set.of(
            LAYER,
            LAYER + "+gzip",
            LAYER + "+zstd",
            FOREIGN,
            FOREIGN + "+gzip",
            FOREIGN + "+zstd",
            DOCKER + "image.rootfs.diff.tar",
            DOCKER + "image.rootfs.diff.tar.gzip",
            DOCKER + "image.rootfs.diff.tar.zstd",
            DOCKER + "image.rootfs.foreign.diff.tar.gzip");

    /** Everything a registry may answer with when it is asked for a manifest. */
    public static final List<String> ACCEPTED = List.of(
            MANIFEST, INDEX, DOCKER + "distribution.manifest.v2+json", DOCKER + "distribution.manifest.list.v2+json");

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
}
