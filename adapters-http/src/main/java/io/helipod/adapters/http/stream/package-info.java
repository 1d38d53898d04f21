/** Framing of streams. */
package io.helipod.adapters.http.stream;
