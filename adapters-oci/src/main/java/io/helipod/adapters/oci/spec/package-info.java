/** The OCI runtime spec of a container. */
package io.helipod.adapters.oci.spec;
