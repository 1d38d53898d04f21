/** JSON documents of the libpod family (types.md). */
package io.helipod.adapters.http.libpod.wire;
