/** Routes of the libpod family. */
package io.helipod.adapters.http.libpod;
