/** Starting programs. */
package io.helipod.adapters.oci.process;
