/**
 * Records and events: written through one thread into one SQLite database, read from an immutable index in memory. JSON documents
 * of the core's records live here, and so does everything Jackson has to know about them.
 */
package io.helipod.adapters.storage.record;
