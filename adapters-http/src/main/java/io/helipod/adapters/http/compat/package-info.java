/** Routes of the docker-compatible family. */
package io.helipod.adapters.http.compat;
