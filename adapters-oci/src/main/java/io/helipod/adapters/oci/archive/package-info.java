/** Image archives. */
package io.helipod.adapters.oci.archive;
