/** JSON documents of the docker-compatible family (types.md). */
package io.helipod.adapters.http.compat.wire;
