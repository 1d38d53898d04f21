/**
 * The door for embedding: an engine in a program of one's own. It is put together here by hand: plain constructors, no container, no
 * reflection; nothing here decides.
 */
package io.helipod.app;
