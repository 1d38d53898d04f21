/** The few system calls this module makes. */
package io.helipod.adapters.oci.linux;
