/** Image documents. */
package io.helipod.adapters.oci.image;
