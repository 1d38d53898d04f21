/** Routes whose bytes are the same in both families, and the readings and words both share. */
package io.helipod.adapters.http.shared;
