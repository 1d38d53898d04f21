/** Stored output of containers. */
package io.helipod.adapters.oci.log;
