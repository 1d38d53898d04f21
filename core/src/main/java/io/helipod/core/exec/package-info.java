/** Exec sessions: further processes in running containers. */
package io.helipod.core.exec;
