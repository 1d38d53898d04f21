/**
 * The door of this module: {@link io.helipod.adapters.storage.StorageAdapters} opens one root and offers the driven ports of
 * {@code io.helipod.core.spi.storage} over it. Everything behind the door is this module's own business.
 */
package io.helipod.adapters.storage;
