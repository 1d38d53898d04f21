/** Exec sessions: started, watched, found again. */
package io.helipod.core.internal.exec;
