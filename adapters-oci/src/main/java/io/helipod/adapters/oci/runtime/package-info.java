/** Containers under conmon and an OCI runtime. */
package io.helipod.adapters.oci.runtime;
