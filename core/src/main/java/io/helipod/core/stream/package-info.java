/** Bytes, sequences and terminals, without knowing what carries them. */
package io.helipod.core.stream;
