package io.helipod.core.image;

/** How images are put into files. The folder formats are sent as a tar of the folder. */
public enum ArchiveFormat {
    /**
     * What {@code docker save} writes since version 25: {@code manifest.json} for docker and podman, an OCI layout of the same blobs beside.
     * Layers are uncompressed. The only one for several images.
     */
    DOCKER_ARCHIVE("docker-archive"),
    /** An OCI layout (OCI image spec, image-layout.md); layers as they are stored. */
    OCI_ARCHIVE("oci-archive"),
    /** The same. */
    OCI_DIR("oci-dir"),
    /** A manifest of Docker's schema 2 and its blobs by their digests (containers-transports, "dir"); layers as they are stored. */
    DOCKER_DIR("docker-dir");

    private final String word;

    ArchiveFormat(String word) {
        this.word = word;
    }

    /** What clients call it. */
    public String word() {
        return word;
    }

    /** Whether it is meant to be a folder. */
    public boolean isFolder() {
        return this == OCI_DIR || this == DOCKER_DIR;
    }
}
