/** Blobs by digest in an OCI image layout (image-layout.md). What a blob means does not belong here. */
package io.helipod.adapters.storage.content;
