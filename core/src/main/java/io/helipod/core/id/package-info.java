/** Ids, digests and what clients write to name things. Depends on errors only. */
package io.helipod.core.id;
