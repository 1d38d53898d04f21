/**
 * Registries by HTTP (OCI distribution spec 1.1): one small class for each endpoint, one caller that owns credentials, redirects and tries.
 * What an image is does not belong here.
 */
package io.helipod.adapters.oci.registry;
