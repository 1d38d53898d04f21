/** Driven ports for what outlives the engine: blobs, layers, records, events. */
package io.helipod.core.spi.storage;
