/** The body of every refusal, as it is written (behaviour.md 5). */
package io.helipod.adapters.http.error.wire;
