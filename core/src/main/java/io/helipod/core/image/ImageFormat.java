package io.helipod.core.image;

/** Whose documents an image is written in. */
public enum ImageFormat {
    /** OCI image spec. */
    OCI,
    /** Docker image manifest v2 schema 2. */
    DOCKER
}
