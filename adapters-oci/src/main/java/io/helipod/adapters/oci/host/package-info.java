/** What the machine is. */
package io.helipod.adapters.oci.host;
