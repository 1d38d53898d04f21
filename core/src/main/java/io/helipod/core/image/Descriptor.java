package io.helipod.core.image;

import io.helipod.core.id.Digest;

/**
 * Points at a blob (OCI image spec, descriptor.md).
 *
 * @param mediaType what the blob is
 * @param digest of its bytes
 * @param size in bytes
 */
public record Descriptor(String mediaType, Digest digest, long size) {}
