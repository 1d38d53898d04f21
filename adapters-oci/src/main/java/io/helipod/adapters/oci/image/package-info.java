/**
 * Image documents in the formats of the OCI image spec (config.md, manifest.md) and of Docker's image manifest v2 schema 2, which agree
 * in what is read here. All of it comes from outside: sizes and depth are bounded, unknown fields are ignored, wrong types are
 * InvalidArgument. Archives that carry such documents are in {@code archive}.
 */
package io.helipod.adapters.oci.image;
