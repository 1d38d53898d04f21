/** The door for embedding: an engine in a program of one's own. */
package io.helipod.app;
