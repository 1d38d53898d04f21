package io.helipod.core.spi.registry;

/** How a repository came to have a blob. */
public enum BlobOutcome {
    PRESENT,
    MOUNTED,
    UPLOADED
}
