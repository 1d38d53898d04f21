/**
 * Where things lie on disk and how they are written there: every path, atomic files, the lock that makes one service the owner
 * of a root, and removal of trees that somebody hostile may have made. Knows nothing of what the files mean.
 */
package io.helipod.adapters.storage.file;
