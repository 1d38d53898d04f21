/** JSON documents, and parts of them, that both families share (types.md). */
package io.helipod.adapters.http.shared.wire;
